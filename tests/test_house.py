"""The house keeps its shape: who may import whom, and no work at import."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from operating.settings import ROOT

MAY_IMPORT = {
    "operating": set(),
    "records": {"operating"},
    "accessibility": {"operating"},
    "alerts": {"operating", "records"},
    "bot.interview": {"records", "operating"},
    "bot.understanding": {"bot.interview", "operating"},
    "bot.engine": {"bot.interview", "bot.understanding", "operating"},
    "actions": {"bot.interview", "records", "operating"},
    "web": {"records", "accessibility", "bot.interview", "operating"},
    "commands": {"records", "accessibility", "alerts", "bot.interview", "bot.engine", "web", "operating"},
    "mysay": {"commands", "operating"},
}
"""Each part of the house, and the parts it may know of besides itself (docs/decisions/0003-house.md)."""


def part_of(module: str) -> str | None:
    """The part of the house that a dotted name belongs to, or None for somebody else's code."""
    return next((part for part in MAY_IMPORT if module == part or module.startswith(part + ".")), None)


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours, by dotted name."""
    for part in MAY_IMPORT:
        place = ROOT / Path(*part.split("."))
        files = place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]
        for path in files:
            if path.exists():
                yield part, path


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("part", "path"), modules(), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_imports_follow_the_arrows(part: str, path: Path) -> None:
    """A part of the house imports only the parts that it may know of."""
    known = MAY_IMPORT[part] | {part}
    wrong = {name for name in imports(path) if (other := part_of(name)) and other not in known}
    assert not wrong, f"{path.relative_to(ROOT)} may not import {sorted(wrong)}"


@pytest.mark.parametrize(("part", "path"), modules(), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_every_module_says_what_it_is(part: str, path: Path) -> None:
    """Each module opens with one sentence that says what it holds."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_the_interview_knows_no_engine_and_no_server() -> None:
    """bot/interview is pure: no Rasa, no Flask, no database."""
    strangers = ("rasa", "flask", "sqlite3", "sqlite_utils", "spacy")
    found = {
        (path.name, name)
        for part, path in modules() if part == "bot.interview"
        for name in imports(path) if name.split(".")[0] in strangers
    }  # fmt: skip
    assert not found
