"""Upkeep: wordings that somebody must read again, questions that lead nowhere, cards that nobody is shown."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bot.interview.checks.naming import PLACES, places
from bot.interview.checks.places import Keys, at
from bot.interview.checks.texts import Text, board_of
from bot.interview.content import Problem, rasa_keys, read

FILLED_IN = PLACES | {"echo", "topic", "done", "total", "code", "limit", "seconds", "year"}


def overdue(data: Path, today: date) -> Iterator[Problem]:
    """The day by which a topic was to be read again has not gone by."""
    for path, topic in _topics(data):
        reviewed = topic["reviewed"]
        try:
            gone = date.fromisoformat(reviewed) < today
        except ValueError:
            yield at(path, ("reviewed",), f"reviewed: {reviewed} is not a day of the calendar")
            continue
        if gone:
            yield at(path, ("reviewed",), f"reviewed: these wordings were to be read again by {reviewed}")


def mapped_to_nothing(data: Path) -> Iterator[Problem]:
    """Each answer has a heading under which a plan can hold it."""
    for path, topic in _topics(data):
        for number, item in enumerate(topic["questions"]):
            if not item.get("maps_to"):
                yield at(path, ("questions", number), f"{item['id']} maps to nothing: its answers would reach no plan")


def unused_boards(data: Path) -> Iterator[Problem]:
    """Each board is asked with."""
    used = {"heaps"} | {
        board_of(item, variant)
        for _, topic in _topics(data)
        for item in topic["questions"]
        for variant in item["wording"].values()
    }
    path = data / "boards.yml"
    for name in read(path, data / "schema" / "boards.schema.json"):
        if name not in used:
            yield at(path, (name,), f"no question uses the board {name}")


def unused_choices(texts: list[Text], data: Path) -> Iterator[Problem]:
    """Each card is shown to somebody."""
    shown = {(text.path, text.keys[: text.keys.index("label")]) for text in texts if text.audiences and "label" in text.keys}
    for path, topic in _topics(data):
        for number, item in enumerate(topic["questions"]):
            for place, choice in enumerate(item.get("choices", ())):
                keys: Keys = ("questions", number, "choices", place)
                if (path, keys) not in shown:
                    yield at(path, keys, f"nobody is shown the choice {choice['id']} of {item['id']}")
    path = data / "boards.yml"
    for name, choices in read(path, data / "schema" / "boards.schema.json").items():
        for place, choice in enumerate(choices):
            if (path, (name, place)) not in shown:
                yield at(path, (name, place), f"nobody is shown the choice {choice['id']} of the board {name}")


def unknown_places(texts: list[Text]) -> Iterator[Problem]:
    """Every {place} in a wording is one that the conversation or the page fills in."""
    for text in texts:
        for name in sorted(places([text.words]) - FILLED_IN):
            yield text.problem(f"nobody fills in the place {{{name}}}")


def training_keys(data: Path) -> Iterator[Problem]:
    """No content file looks to Rasa like one that it should train on."""
    for path in sorted([*(data / "wordings").glob("*.yml"), data / "boards.yml"]):
        schema = "boards" if path.name == "boards.yml" else "wordings"
        for key in sorted(rasa_keys(read(path, data / "schema" / f"{schema}.schema.json"))):
            yield at(path, (key,), f"Rasa would take the key {key} for training data; name it otherwise")


def _topics(data: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((data / "questions").glob("*.yml")):
        yield path, read(path, data / "schema" / "questions.schema.json")
