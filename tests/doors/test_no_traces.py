"""Nothing said is in any file but the database: a rare word goes in by every door of a MySay that runs."""

import contextlib
import http.client
import io
import re
import secrets
import time
from pathlib import Path

import pytest
from PIL import Image

from operating.settings import ROOT
from records.staff import Role
from records.store import Store
from tests.installation import Installation, started_by
from tests.person import API, Person, call, new_id

pytestmark = pytest.mark.engine

PASSWORD = "a long enough password"
LISTENING, LOOPBACK = "0A", "0100007F"
"""As the kernel writes them."""


class Word:
    """A rare word for each door; `once` in the database, `kept` there however often, or `gone`."""

    def __init__(self):
        self.of = {}

    def __call__(self, door, kept="gone"):
        word = f"qz{secrets.token_hex(8)}qz"
        self.of[word] = (door, kept)
        return word


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A machine's worth of folders that were empty before."""
    place = tmp_path_factory.mktemp("machine")
    for name in ("home", "tmp", "user"):
        (place / name).mkdir()
    return place


@pytest.fixture(scope="module")
def own(place):
    """An installation whose every temporary and user's file lies where it can be looked at."""
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in (
            ("TMPDIR", "tmp"),
            ("HOME", "user"),
            ("XDG_CACHE_HOME", "user"),
            ("XDG_CONFIG_HOME", "user"),
        ):
            patch.setenv(name, str(place / folder))
        with Installation.started(place / "home") as installation:
            yield installation


@pytest.fixture(scope="module")
def said(own):
    """Every door, with a word of its own."""
    word = Word()
    person = Person.asked(own.base, called=word("a name", "kept"), helper=word("a helper's name", "kept"))
    _answers(person, word)
    _refusals(own, person, word)
    _below_the_application(own, word)
    _speech(own, person, word)
    _at_the_portal(own, person, word)
    _while_the_engine_is_away(own, word)
    return word.of


def _answers(person, word):
    question = person.question
    assert person.say(word("a typed answer", "once"), question_id=question).status == 200
    assert person.call("PATCH", f"/answers/{question}", {"text": word("a corrected answer", "once")}).status == 200
    assert person.say(word("a spoken answer", "once"), input="spoken", edited=True).status == 200
    assert person.say(f"skip {word('words like a wish', 'once')}").status == 200
    assert person.say(f"/restart{{{word('an order to Rasa', 'once')}}}").status == 200
    assert person.say(f"my dad hits me {word('a cry for help', 'once')}").json["understood_as"] == "concern"
    drawn = io.BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    drawing = person.call("POST", "/drawings", drawn.getvalue()).json["drawing"]
    person.say(word("words beside a drawing", "kept"), drawing=drawing)
    form = f"text={word('a form of the page', 'kept')}&message_id={new_id()}".encode()
    kind = "application/x-www-form-urlencoded"
    call(person.base, "POST", f"/talk/{person.id}", form, person.token, Content_Type=kind)


def _refusals(own, person, word):
    """What is refused leaves nothing."""
    start, messages = f"{API}/conversations", f"{API}/conversations/{person.id}/messages"

    def send(path, body, token=person.token, method="POST", **headers):
        return call(own.base, method, path, body.encode() if isinstance(body, str) else body, token, **headers).status

    assert send(start, "{" + word("broken JSON")) == 400
    assert send(messages, word("a wrong content type"), Content_Type="text/plain") == 400
    assert send(messages, {"message_id": new_id(), "text": word("too long an answer") + "x" * 10_001}) == 413
    assert send(messages, {"message_id": new_id(), "text": "a", word("an unknown field"): 1}) == 422
    assert send(messages, {"message_id": new_id(), "text": "a", "question_id": word("a question that is none")}) == 422
    assert send(messages, {"message_id": new_id(), "text": "a"}, word("a token that is none")) == 401
    assert send(f"/{word('an address')}?a={word('a query')}", None, method="GET") == 404
    assert send(f"{API}/symbols/{word('a picture that is none')}", None, method="GET") == 404
    assert send(f"/join/{word('the code of an invitation')}", None, method="GET") in {303, 404, 410}
    assert send(start, {"audience": "parent", "invitation": word("an invitation")}) == 404
    assert send(start, {"audience": "parent", "earlier_code": word("the code of last time")}) == 404
    assert send(f"{API}/resume", {"resume_code": word("a code")}) == 404
    headers = {name: word(f"the header {name}") for name in ("User_Agent", "Referer", "Cookie", "Origin", "X_Anything")}
    assert send(start, {"audience": "parent"}, **headers) == 403
    assert send(f"{API}/conversations/{person.id}", {"adjustments": {word("an adjustment"): 1}}, method="PATCH") == 422


def _below_the_application(own, word):
    """What no program of ours reads: the server in front refuses it, and may want to tell somebody."""
    host = own.base.removeprefix("http://")
    for sent in (
        f"{word('a broken request line')} / /\r\n\r\n", f"GET / HTTP/1.1\r\n{word('a broken header')}\r\n\r\n",
        f"GET / HTTP/9.{word('a version that is none')}\r\n\r\n",
        f"GET / HTTP/1.1\r\na b: {word('a bad name')}\r\n\r\n",
        f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {word('a length that is none')}\r\n\r\n",
        f"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {word('an unknown encoding')}\r\n\r\n",
        f"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{word('a chunk that is none')}\r\n",
        f"POST {API}/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n{word('too large a body')}",
        f"GET /{word('a long line') * 400} HTTP/1.1\r\n\r\n",
    ):  # fmt: skip
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.connect()
        connection.sock.sendall(sent.encode())
        connection.sock.recv(1000)
        connection.close()


def _speech(own, person, word):
    text = word("a text read aloud")
    assert call(own.base, "POST", f"{API}/speech/synthesise", {"text": text}, person.token).status == 200
    wrong = {"text": "a", "voice": word("a voice that is none")}
    assert call(own.base, "POST", f"{API}/speech/synthesise", wrong, person.token).status == 422
    body = b"{" + word("sound that is none").encode()
    assert call(own.base, "POST", f"{API}/speech/recognise", body, person.token).status == 422


def _at_the_portal(own, person, word):
    person.call("PATCH", "", {"state": "finished"})
    store = Store(own.home / "mysay.db")
    store.staff.add("traces", "Mx Jones", Role.PRACTITIONER, PASSWORD)
    login = {"username": "traces", "password": PASSWORD}
    wrong = {"username": word("a user name"), "password": word("a password")}
    assert call(own.base, "POST", f"{API}/staff/login", wrong).status == 401
    token = call(own.base, "POST", f"{API}/staff/login", login).json["token"]

    def staff(method, path, body=None):
        return call(own.base, method, path, body, token).status

    assert staff("GET", f"/portal/records?search={word('a search in the portal')}") == 200
    assert staff("GET", f"{API}/records?search={word('a search')}") == 200
    assert staff("GET", f"{API}/records/{person.id}?format={word('a format that is none')}") == 422
    answered = next(answer for answer in person.answers.values() if answer.get("text"))
    did = {"question_id": answered["question_id"], "did": word("what was done", "once")}
    assert staff("POST", f"{API}/records/{person.id}/responses", did) == 201
    assert staff("GET", f"{API}/records/{person.id}?template={word('a template that is none')}") == 404
    asked = {
        "audience": "parent",
        "called": word("a name in an invitation", "kept"),
        "questions": [word("a question", "kept")],
    }
    assert staff("POST", f"{API}/invitations", asked) == 201
    assert staff("GET", f"/portal/history?person={word('a search in the audit')}") == 403
    for kind in ("pdf", "docx", "html", "csv"):
        assert staff("GET", f"{API}/records/{person.id}?format={kind}") == 200


def _while_the_engine_is_away(own, word):
    person = Person.asked(own.base)
    own.kill("engine")
    assert person.say(word("an answer while the engine was away", "once")).status == 503
    own.wait_ready()


def _processes(own):
    """All that an installation runs."""
    return [own.process.pid, *started_by(own.process.pid, recursive=True)]


def _descriptors(own):
    """What the processes of an installation hold open."""
    return [path for pid in _processes(own) for path in Path(f"/proc/{pid}/fd").glob("*")]


def _written(own, place, since):
    """Every file that the system may have written."""
    folders = [place, ROOT / "models", ROOT / "data", ROOT / ".rasa", Path.cwd()]
    files = {path for folder in folders for path in folder.rglob("*") if ".git" not in path.parts and path.is_file()}
    new = [path for path in files if place in path.parents or path.stat().st_mtime >= since]
    return [*(path for path in _descriptors(own) if path.is_file()), *new]  # the former also where deleted


def test_only_the_database_holds_what_was_said(own, place, request):
    """Each word is once in the database, or nowhere; and in no log, temporary file, cache or file of Rasa's."""
    since = time.time()
    said = request.getfixturevalue("said")
    Store(own.home / "mysay.db").forget_traces()
    database = (own.home / "mysay.db").read_bytes()
    for word, (door, kept) in said.items():
        times = database.count(word.encode())
        assert {"once": times == 1, "kept": times >= 1, "gone": times == 0}[kept], f"{door}: {times} times"
    elsewhere = {}
    for path in _written(own, place, since):
        if path.resolve().name.startswith("mysay.db"):
            continue
        whole = path.read_bytes()
        for word, (door, _) in said.items():
            if word.encode() in whole or word.encode("utf-16-le") in whole:
                elsewhere[door] = str(path.resolve())
    assert elsewhere == {}


def test_the_engine_and_the_record_desk_listen_to_this_machine_alone(own):
    """Only the web's port may be open to others, and here it is not either."""
    held = [str(path.readlink()) for path in _descriptors(own) if path.is_symlink()]
    mine = {name.removeprefix("socket:[").rstrip("]") for name in held}
    rows = [line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]]
    assert {row[1].partition(":")[0] for row in rows if row[3] == LISTENING and row[9] in mine} == {LOOPBACK}


def test_no_process_would_leave_its_memory_on_the_disk(own):
    """The page, the engine, the record desk, and whatever speaks: none may write a core dump."""
    limits = []
    for pid in _processes(own):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            limits.append(Path(f"/proc/{pid}/limits").read_text())
    assert len(limits) >= 4
    assert all(re.search(r"^Max core file size +0 +0 ", text, re.MULTILINE) for text in limits)
