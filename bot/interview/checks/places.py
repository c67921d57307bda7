"""Places: the file and line on which a part of the content stands, looked up only once something is wrong there."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.interview.content import Problem, line_of

Keys = tuple[str | int, ...]


def in_topic(data: Path, topic: str, what: str, *keys: str | int) -> Problem:
    """A problem with a topic as a whole, at these keys of its file."""
    for path, held in _held(data / "questions"):
        if held.get("topic") == topic:
            return at(path, keys, what)
    return Problem(str(data / "questions"), 1, what)


def in_question(data: Path, question: str, what: str, *keys: str | int, last: bool = False) -> Problem:
    """A problem with a question, at these keys of it; `last` names the last question of this id, not the first."""
    found = [
        (path, ("questions", number))
        for path, held in _held(data / "questions")
        for number, item in enumerate(held.get("questions", ()))
        if item.get("id") == question
    ]
    if not found:
        return Problem(str(data / "questions"), 1, what)
    path, start = found[-1 if last else 0]
    return at(path, (*start, *keys), what)


def in_wording(data: Path, wording: str, what: str, *keys: str | int) -> Problem:
    """A problem with a wording, at these keys of it."""
    for path, held in _held(data / "wordings"):
        if wording in held:
            return at(path, (wording, *keys), what)
    return Problem(str(data / "wordings"), 1, what)


def at(path: Path, keys: Iterable[str | int], what: str) -> Problem:
    """A problem at these keys of a file."""
    return Problem(str(path), line_of(path.read_text("utf-8"), list(keys)), what)


def _held(folder: Path) -> Iterable[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.yml")):
        yield path, yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - makes nothing but text
