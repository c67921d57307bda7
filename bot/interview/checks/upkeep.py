"""Upkeep: wordings that somebody must read again, answers that lead nowhere, cards that nobody is shown."""

from collections.abc import Iterator
from datetime import date

from bot.interview.checks.files import Files, board_of
from bot.interview.checks.naming import PLACES, places
from bot.interview.checks.places import Keys, at
from bot.interview.checks.texts import Text
from bot.interview.content import Problem, rasa_keys


def overdue(files: Files, today: date) -> Iterator[Problem]:
    """The day by which a topic was to be read again has not gone by."""
    for path, topic in files.topics.items():
        reviewed = topic["reviewed"]
        try:
            gone = date.fromisoformat(reviewed) < today
        except ValueError:
            yield at(path, ("reviewed",), f"reviewed: {reviewed} is not a day of the calendar")
            continue
        if gone:
            yield at(path, ("reviewed",), f"reviewed: these wordings were to be read again by {reviewed}")


def mapped_to_nothing(files: Files) -> Iterator[Problem]:
    """Each answer has a heading under which a plan can hold it."""
    for path, number, item in files.questions():
        if not item.get("maps_to"):
            yield at(path, ("questions", number), f"{item['id']} maps to nothing: its answers would reach no plan")


def unused_boards(files: Files) -> Iterator[Problem]:
    """Each board is asked with."""
    used = {board_of(item, variant) for _, _, item in files.questions() for variant in item["wording"].values()}
    for name in files.boards:
        if name not in used | {"heaps", "secret_pictures"}:
            yield at(files.board_file, (name,), f"no question uses the board {name}")


def unused_choices(files: Files, texts: list[Text]) -> Iterator[Problem]:
    """Each card is shown to somebody."""
    shown = {
        (text.path, text.keys[: text.keys.index("label")]) for text in texts if text.audiences and "label" in text.keys
    }
    for path, number, item in files.questions():
        for place, choice in enumerate(item.get("choices", ())):
            keys: Keys = ("questions", number, "choices", place)
            if (path, keys) not in shown:
                yield at(path, keys, f"nobody is shown the choice {choice['id']} of {item['id']}")
    for name, choices in files.boards.items():
        for place, choice in enumerate(choices):
            if (files.board_file, (name, place)) not in shown:
                yield at(
                    files.board_file, (name, place), f"nobody is shown the choice {choice['id']} of the board {name}"
                )


def unknown_places(texts: list[Text], filled_in: frozenset[str]) -> Iterator[Problem]:
    """Every {place} in a wording is one that the conversation or the page puts words into."""
    for text in texts:
        if text.kind == "said":
            for name in sorted(places([text.words]) - PLACES - filled_in):
                yield text.problem(f"nobody fills in the place {{{name}}}")


def training_keys(files: Files) -> Iterator[Problem]:
    """No content file looks to Rasa like one that it should train on."""
    for path, held in {**files.wordings, files.board_file: files.boards}.items():
        for key in sorted(rasa_keys(held)):
            yield at(path, (key,), f"Rasa would take the key {key} for training data; name it otherwise")
