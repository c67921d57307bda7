"""Every text in the content files: what it is, where it stands, and who reads it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.interview.bank import ReplyWay
from bot.interview.checks.files import Files, Held, board_of
from bot.interview.checks.places import Keys, at
from bot.interview.content import Problem
from records.conversation import Audience


@dataclass(frozen=True)
class Text:
    """One text as it stands in a file; `kind` is ask, easier, why, example, label, title or said."""

    path: Path
    keys: Keys
    kind: str
    words: str
    audiences: tuple[Audience, ...]
    question: str | None = None
    reply: str | None = None

    def problem(self, what: str) -> Problem:
        """That something is wrong with this text."""
        return at(self.path, self.keys, f"{what}: “{self.words}”")


def all_texts(files: Files, adults: tuple[str, ...] = ()) -> list[Text]:
    """Every text of the content; `adults` names wordings, by how their ids start, whose default only staff read."""
    texts = [text for path, topic in files.topics.items() for text in _of_topic(path, topic)]
    users = _users(files)
    for name, choices in files.boards.items():
        texts += _of_choices(files.board_file, (name,), choices, users[name])
    for path, wordings in files.wordings.items():
        texts += _of_wordings(path, wordings, adults)
    return texts


def _of_topic(path: Path, topic: Held) -> Iterator[Text]:
    for audience, title in topic["title"].items():
        yield Text(path, ("title", audience), "title", title, (Audience(audience),))
    for number, item in enumerate(topic["questions"]):
        start: Keys = ("questions", number)
        for audience, variant in item["wording"].items():
            yield from _of_variant(path, (*start, "wording", audience), item, Audience(audience), variant)
        asked = [Audience(name) for name, variant in item["wording"].items() if board_of(item, variant) is None]
        yield from _of_choices(path, (*start, "choices"), item.get("choices", ()), asked, item["id"])


def _of_variant(path: Path, keys: Keys, item: Held, audience: Audience, variant: Held) -> Iterator[Text]:
    reply = variant.get("reply", item["reply"])
    for kind in ("ask", "easier", "why"):
        yield Text(path, (*keys, kind), kind, variant[kind], (audience,), item["id"], reply)
    for number, example in enumerate(variant["examples"]):
        yield Text(path, (*keys, "examples", number), "example", example, (audience,), item["id"], reply)


def _of_choices(path: Path, keys: Keys, choices: Any, asked: Any, question: str | None = None) -> Iterator[Text]:
    for number, choice in enumerate(choices):
        fitting = [member for member in asked if member.value in choice.get("audiences", [member.value])]
        for key, words, audiences in _by_reader(choice["label"], fitting):
            yield Text(path, (*keys, number, "label", *key), "label", words, audiences, question)


def _of_wordings(path: Path, wordings: Held, adults: tuple[str, ...]) -> Iterator[Text]:
    for name, value in wordings.items():
        for key, words, audiences in _by_reader(value, list(Audience)):
            if not (name.startswith(adults) and key in {(), ("default",)}):  # () is one text for everybody
                yield Text(path, (name, *key), "said", words, audiences)


def _by_reader(
    value: str | Mapping[str, str], asked: list[Audience]
) -> Iterator[tuple[Keys, str, tuple[Audience, ...]]]:
    if isinstance(value, str):
        yield (), value, tuple(asked)
        return
    own = {audience: value[audience.value] for audience in asked if audience.value in value}
    for audience, words in own.items():
        yield (audience.value,), words, (audience,)
    others = tuple(audience for audience in asked if audience not in own)
    if others:
        yield ("default",), value["default"], others


def _users(files: Files) -> dict[str, list[Audience]]:
    found: dict[str, set[Audience]] = defaultdict(set, secret_pictures=set(Audience))
    for _, _, item in files.questions():
        for audience, variant in item["wording"].items():
            found[board_of(item, variant) or ""].add(Audience(audience))
            if variant.get("reply", item["reply"]) == ReplyWay.CARDS.value:
                found["heaps"].add(Audience(audience))
    return defaultdict(
        list, {name: [member for member in Audience if member in users] for name, users in found.items()}
    )
