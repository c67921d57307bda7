"""Rules of our own about code that could let something in or out, beside those of ruff (`S`, which is bandit's)."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from operating.settings import ROOT

PARTS = ("bot", "actions", "records", "accessibility", "web", "operating", "commands", "alerts")
FILES = sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py"))
SAID_THERE = ("bot", "actions", "records", "accessibility", "web", "alerts", "operating")
"""Parts through which words of people pass."""

MAY_BUILD_SQL = {
    "records/audit.py": "conditions that stand in the same file",
    "records/conversations.py": "names of the fields of Conversation",
    "records/copying.py": "a key of hexadecimal digits, checked",
    "records/encryption.py": "a key of hexadecimal digits, checked",
    "records/postgres_schema.py": "our own migrations, in the words of the other engine",
    "records/postgres_words.py": "our own SQL, in the words of the other engine",
    "records/sqlite.py": "the list of pragmas above it",
    "records/invitations.py": "settings and conditions that stand in the same file",
    "records/migrations.py": "names of columns that stand beside it",
}
"""Where SQL is put together from more than constants of its own module, and from what."""
MAY_REACH_OUT = {
    "accessibility/listening/download.py": "fetches a Vosk model, once, when an operator asks for it",
    "accessibility/listening/process.py": "a pair of sockets to a process of its own",
    "alerts/reminder.py": "names the errors of a mail server",
    "alerts/outward.py": "the https address that an operator set, and no other on this machine or link",
    "alerts/webhook.py": "the https address that an operator set",
    "bot/engine/channel.py": "asks its own record desk, on loopback",
    "commands/client.py": "`mysay talk` and `mysay demo`, to this machine",
    "commands/doctor.py": "asks this machine's own parts",
    "commands/neighbours.py": "the mail server that an operator set: whether it can be reached",
    "commands/installation.py": "looks for a free port",
    "operating/alive.py": "asks the part beside it in the same container",
    "operating/alerting.py": "looks up what a mail server's name means",
    "operating/certificate.py": "this machine's own names",
    "operating/mail.py": "the mail server that an operator set",
    "operating/supervisor.py": "asks its own parts, on loopback",
    "web/engine.py": "the engines that an operator set, or the one on loopback",
    "web/invitation_mail.py": "the mail server that an operator set",
    "web/openid_provider.py": "the authority's own sign-in, that an operator set",
    "web/openid_told.py": "names requests' errors",
}
NETWORK = {"urllib3", "requests", "urllib.request", "http.client", "smtplib", "socket", "ftplib", "httpx", "aiohttp"}
MAY_UNPICKLE = {
    "bot/understanding/taught.py": "Rasa's model, which this machine trained into a folder of its own",
}
UNPICKLING = {"pickle", "marshal", "shelve", "joblib", "dill", "cloudpickle"}
MAY_RUN = {
    "accessibility/listening/process.py": "the process that listens",
    "accessibility/speaking/pool.py": "the processes that read aloud",
    "commands/serve.py": "`bot.engine train`",
    "records/postgres_snapshots.py": "PostgreSQL's own programs, told where by the operator's settings",
    "operating/database_key.py": "the command of an operator that prints the database's key, without a shell",
    "operating/supervisor.py": "the parts of an installation",
}
MAY_PRINT = {
    "alerts/__main__.py": "its own lines of progress",
    "bot/engine/__main__.py": "the path of a model",
    "bot/understanding/loading.py": "how many sentences are learnt",
}
MAY_WRITE_FOR_A_MOMENT = {
    "accessibility/speaking/own_voices.py": "eSpeak's voice files, without words",
    "bot/engine/model.py": "a model while it is trained",
    "commands/backup.py": "a copy of the database, encrypted where it is, in MYSAY_HOME while it is sealed",
    "commands/demo.py": "the home of a demonstration",
    "commands/restoring.py": "a backup that is tried, under a key of that moment, in MYSAY_HOME",
}
MAY_BE_MARKUP = {"sheets.html": "the squares of a QR code, drawn by segno"}
SAFE_YAML = {"BaseLoader", "CBaseLoader", "SafeLoader", "CSafeLoader", "_Loader"}
SQL = re.compile(r"^\s*(select|insert|update|delete|with \w+ as|pragma|create|alter|drop|union)\b", re.IGNORECASE)
RUNS = re.compile(r"""<script(?![^>]*\bsrc=)|<style\b|\s(?:on[a-z]+|style)=["']|javascript:""", re.IGNORECASE)
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the product by its path."""
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in FILES)


def imported(tree: ast.Module) -> set[str]:
    """All modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def users(modules: set[str]) -> set[str]:
    """The files that import any of these, or something inside them."""

    def uses(names: set[str]) -> bool:
        return any(name == module or name.startswith(module + ".") for name in names for module in modules)

    return {path for path, tree in trees() if uses(imported(tree))}


@pytest.mark.parametrize(
    ("what", "modules", "named"),
    [
        ("reaches another machine or a socket", NETWORK, MAY_REACH_OUT),
        ("makes objects out of bytes", UNPICKLING, MAY_UNPICKLE),
        ("starts other programs", {"subprocess", "pty"}, MAY_RUN),
        ("writes temporary files", {"tempfile"}, MAY_WRITE_FOR_A_MOMENT),
    ],
    ids=["network", "pickle", "subprocess", "tempfile"],
)
def test_only_named_files_do_what_is_dangerous(what, modules, named):
    """A new one is named here, with what for: that is the moment to think of what could go through it."""
    found = users(modules)
    assert found - set(named) == set(), f"{what}: name it in {Path(__file__).name}, and say what for"
    assert set(named) - found == set(), f"{what} no longer: take it out of {Path(__file__).name}"


def calls(name: Callable[[str], bool], parts: tuple[str, ...] = PARTS) -> Iterator[tuple[str, ast.Call]]:
    """Every call whose written name fits, such as `yaml.load`."""
    for path, tree in trees():
        if path.startswith(parts):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and name(ast.unparse(node.func)):
                    yield f"{path}:{node.lineno}", node


def test_nothing_runs_through_a_shell_or_from_a_text():
    """No shell, no eval, no exec: nothing that somebody typed can become a program."""
    never = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput"}
    assert [place for place, _ in calls(never.__contains__)] == []
    shells = [
        place for place, call in calls(lambda name: name.startswith("subprocess.")) for word in call.keywords
        if word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False)
    ]  # fmt: skip
    assert shells == []


def test_yaml_becomes_plain_data_alone():
    """Only loaders that make no objects."""
    for place, call in calls(lambda name: name in {"yaml.load", "yaml.load_all"}):
        loaders = [ast.unparse(value) for value in (*call.args[1:], *(word.value for word in call.keywords))]
        assert loaders, place
        assert {loader.rpartition(".")[2] for loader in loaders} <= SAFE_YAML, place
    assert [place for place, _ in calls({"yaml.unsafe_load", "yaml.full_load"}.__contains__)] == []


def test_sql_holds_no_value():
    """A text of SQL is put together from constants of its module alone, but where it is named; values are bound."""
    built = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and SQL.match(_beginning(node)) and not _of_constants(node):
                built.add(path)
    for place, call in calls(lambda name: name.rpartition(".")[2] in {"execute", "query", "executescript"}):
        if call.args and _put_together(call.args[0]):
            built.add(place.partition(":")[0])
    assert built - set(MAY_BUILD_SQL) == set(), f"bind the values, or name it in {Path(__file__).name}: from what?"
    assert set(MAY_BUILD_SQL) - built == set()


def _beginning(text: ast.JoinedStr) -> str:
    first = text.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _of_constants(text: ast.JoinedStr) -> bool:
    places = [value.value for value in text.values if isinstance(value, ast.FormattedValue)]
    return all(isinstance(place, ast.Name) and place.id.isupper() for place in places)


def _put_together(value: ast.expr) -> bool:
    """With `%`, `+`, `.format` or `.join`."""
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).endswith((".format", ".join"))
    return isinstance(value, ast.BinOp) and not _fixed(value)


def _fixed(value: ast.expr) -> bool:
    """Whether an expression is made of constants alone."""
    if isinstance(value, ast.BinOp):
        return _fixed(value.left) and _fixed(value.right)
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


def test_nothing_is_printed_where_words_are():
    """What is printed ends in the log of `mysay serve`."""
    found = {place.partition(":")[0] for place, _ in calls("print".__eq__, SAID_THERE)}
    assert found == set(MAY_PRINT)


def test_logs_are_told_of_kinds_and_never_of_texts():
    """A line of a log is a constant; of an error only its kind goes in, since its text may quote somebody."""
    for path, tree in trees():
        caught = {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _logs(node):
                place = f"{path}:{node.lineno}"
                assert isinstance(node.args[0], ast.Constant), f"{place}: a constant text, and values after it"
                told = {name for value in node.args[1:] for name in _names(value)}
                assert not told & caught, f"{place}: not the text of an error; its type's name will do"


def _logs(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in LOGS and "log" in ast.unparse(call.func.value)


def _names(value: ast.expr) -> Iterator[str]:
    """The names in an expression, those inside `type(...)` apart."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "type":
        return
    if isinstance(value, ast.Name):
        yield value.id
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _names(child)


def test_no_form_of_the_portal_goes_without_its_secret():
    """Nothing is taken out of the check that tests/doors/test_doors.py walks through."""
    assert [place for place, _ in calls(lambda name: name.endswith(".exempt"))] == []


TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.*ml"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_lets_no_words_become_markup_or_script(path):
    """Nothing is called safe, and no script or style stands in a page: the policy forbids them there."""
    text = path.read_text("utf-8")
    unescaped = re.findall(r"\|\s*safe\b|autoescape\s+false|Markup", text)
    assert len(unescaped) == (path.name in MAY_BE_MARKUP)
    if "paper" not in path.parts:  # files that are taken away have no style sheet beside them
        assert not RUNS.search(text)


SEMGREP = ROOT / "tests" / "doors" / "semgrep"
"""`make check` runs these rules over our code, and over their own examples (`semgrep --test`)."""


@pytest.mark.parametrize("path", sorted(SEMGREP.glob("*.yml")), ids=lambda path: path.name)
def test_every_rule_of_semgrep_has_an_example_that_it_bites(path):
    """Code that it must find stands beside it, so that a rule which finds nothing at all is noticed."""
    rules = {rule["id"] for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]}
    examples = path.with_suffix(".html" if path.name == "pages.yml" else ".py").read_text("utf-8")
    assert rules - set(re.findall(r"ruleid: ([\w-]+)", examples)) == set()


BAD = """
import hashlib, pickle, random, ssl, subprocess, tempfile, xml.sax
subprocess.run("ls " + input(), shell=True)
pickle.loads(b"")
eval(input())
hashlib.md5(b"secret")
tempfile.mktemp()
ssl._create_unverified_context()
random.random()
try:
    pass
except Exception:
    pass
"""
BITES = {"B602", "B301", "B307", "B324", "B306", "B323", "B311", "B110"}


@pytest.mark.process
def test_bandit_still_bites_with_what_is_left_out(tmp_path):
    """What bandit.yml leaves out leaves the rest: shells, pickles, eval, old hashes, and errors that are swallowed."""
    (tmp_path / "bad.py").write_text(BAD)
    bandit = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-c", "tests/doors/bandit.yml", "-r", str(tmp_path)]
    said = subprocess.run(bandit, capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 1
    assert BITES - {found["test_id"] for found in json.loads(said.stdout)["results"]} == set()
