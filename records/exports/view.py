"""The view: a record as every document shows it, put into words once, so that no two formats tell it differently."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from records.answer import Share
from records.conversation import Audience
from records.exports.labels import Labels, told
from records.record import Line, Record

PROFILE = ("admire", "important", "support")
PRSB = (
    "most_important", "people", "communication", "wellness", "please_do_dont", "how_to_support", "also_know",
)  # fmt: skip
ON_A_WALL = frozenset({Share.REVIEW, Share.SCHOOL})
"""A profile is made to be shown: what somebody keeps, or shares with few, is not on their own copy of it either."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What can stand neither on paper nor in XML; nobody can see it."""


@dataclass(frozen=True)
class Tile:
    """A picture that was chosen, and the words on it."""

    picture: str | None
    label: str


@dataclass(frozen=True)
class Said:
    """One answered question: what was asked, what was said, and whose words they are, how and when.

    `tongue` is the language of the question and of the words, where it is not the document's.
    """

    question_id: str
    asked: str
    words: str | None
    chosen: tuple[str, ...]
    tiles: tuple[Tile, ...]
    picture: str | None
    provenance: str
    hints: tuple[str, ...]
    heading: str | None
    drawing: bytes | None = None
    alt: str = ""
    tongue: str = ""


@dataclass(frozen=True)
class Block:
    """A heading and what was said under it; `name` is the heading's own."""

    name: str | None
    title: str
    lines: tuple[Said, ...]


@dataclass(frozen=True)
class Passed:
    """A question without an answer."""

    asked: str
    outcome: str
    date: str
    tongue: str = ""


@dataclass(frozen=True)
class View:
    """All that a document shows: the same lines by topic, by heading of Section A, of a profile, and of About Me."""

    id: str
    title: str
    name: str
    promise: str
    facts: tuple[tuple[str, str], ...]
    topics: tuple[Block, ...]
    sections: tuple[Block, ...]
    profile: tuple[Block, ...]
    about_me: tuple[Block, ...]
    passed_over: tuple[Passed, ...]
    kept: str
    off_the_wall: str
    seal: str
    helper: str
    date: str


def view_of(record: Record, labels: Labels) -> View:
    """The record, ready to be shown."""
    poster = "profile_parent" if record.audience is Audience.PARENT else "profile"
    says = {line: said_of(record, line, labels) for line in record.lines if line.answered}

    def under(kind: str, names: Iterable[str], of: Callable[[Line], str | None]) -> tuple[Block, ...]:
        blocks = (
            Block(name, labels.of(kind, name), tuple(said for line, said in says.items() if of(line) == name))
            for name in names
        )
        return tuple(block for block in blocks if block.lines)

    topics = (
        Block(part.topic, clean(part.title), tuple(says[line] for line in part.lines if line.answered))
        for part in record.parts
    )
    return View(
        id=record.id, title=labels["title"], name=clean(record.called or ""), promise=labels["promise"],
        facts=tuple((name, clean(value)) for name, value in labels.facts(record)),
        topics=tuple(block for block in topics if block.lines),
        sections=tuple(
            Block(name, labels.of("section", name), tuple(says[line] for line in lines))
            for name, lines in record.sections()
        ),
        profile=under(poster, PROFILE, lambda line: line.one_page if line.share in ON_A_WALL else None),
        about_me=under("prsb", PRSB, lambda line: line.prsb),
        passed_over=tuple(
            Passed(clean(line.asked), labels.of("outcome", line.outcome), labels.day(line.at), labels.tongue(record))
            for line in record.passed_over()
        ),
        kept=labels.count("kept", record.kept) if record.kept and not record.own else "",
        off_the_wall=labels["profile_kept"] if record.own and not all(line.share in ON_A_WALL for line in says) else "",
        seal=record.seal, helper=clean(record.helper or ""), date=labels.day(record.ended),
    )  # fmt: skip


def clean(text: str) -> str:
    """The text without what cannot be written; line ends are all of one kind."""
    return writable(text.replace("\r\n", "\n").replace("\r", "\n"))


def writable(text: str) -> str:
    """The text without what cannot be written."""
    return UNWRITABLE.sub("", text)


def cut(text: str, most: int) -> str:
    """The beginning of a text, at the end of a word where one is near; the whole of it where it is short enough."""
    if len(text) <= most:
        return text
    start = text[:most]
    return (start.rsplit(None, 1)[0] if " " in start[most // 2 :] else start).rstrip()


def said_of(record: Record, line: Line, labels: Labels) -> Said:
    """One answered line, in words."""
    words = None if line.words is None else clean(line.words)
    sorted_cards = (Tile(pair.card.picture, f"{pair.heap.label}: {pair.card.label}") for pair in line.cards)
    place = (Tile(line.scale.picture, line.scale.label),) if line.scale else ()
    chosen = (Tile(choice.picture, choice.label) for choice in line.choices)
    return Said(
        line.question_id, clean(line.asked), words, tuple(clean(text) for text in told(line, labels)),
        (*chosen, *sorted_cards, *place), line.picture, clean(labels.provenance(line)),
        tuple(clean(hint) for hint in labels.hints(record, line)), line.one_page,
        line.drawing, clean(labels.alt(line)) if line.drawing else "", labels.tongue(record),
    )  # fmt: skip
