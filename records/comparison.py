"""Comparison: a child's or young person's record and a parent's, topic by topic, beside each other and never merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from records.answer import Outcome, Share
from records.conversation import Audience
from records.message import Input
from records.record import Line, Part, Record

PAST_SCHOOL_AGE = 12
"""The first year group after compulsory school age ends."""


class Told(str, Enum):
    """Who of the two answered a question."""

    BOTH = "both"
    ONLY_OWN = "only_own"
    ONLY_PARENT = "only_parent"
    NEITHER = "neither"


class Places(str, Enum):
    """How two places on a scale compare."""

    SAME = "same"
    DIFFERENT = "different"
    OTHER_SCALE = "other_scale"


@dataclass(frozen=True)
class Picks:
    """What was chosen by both, and by one of them alone, in the words on the cards."""

    both: tuple[str, ...]
    only_own: tuple[str, ...]
    only_parent: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """A card that the two put in different heaps."""

    card: str
    own: str
    parent: str


@dataclass(frozen=True)
class Pair:
    """One question and what each said; None where there is nothing to show: not asked, or kept by its owner."""

    question_id: str
    own: Line | None
    parent: Line | None

    @property
    def told(self) -> Told:
        """Who answered, as far as that may be seen."""
        own, parent = bool(self.own and self.own.answered), bool(self.parent and self.parent.answered)
        if own and parent:
            return Told.BOTH
        return Told.ONLY_OWN if own else Told.ONLY_PARENT if parent else Told.NEITHER

    @property
    def asked(self) -> str:
        """The question as the person was asked it; as the parent was, where only they were."""
        line = self.own or self.parent
        return line.asked if line else ""

    @property
    def picks(self) -> Picks | None:
        """Where both chose pictures: which of them both chose."""
        if not (self.own and self.parent and self.own.choices and self.parent.choices):
            return None
        own = {choice.id: choice.label for choice in self.own.choices}
        parent = {choice.id: choice.label for choice in self.parent.choices}
        return Picks(
            tuple(label for name, label in own.items() if name in parent),
            tuple(label for name, label in own.items() if name not in parent),
            tuple(label for name, label in parent.items() if name not in own),
        )

    @property
    def places(self) -> Places | None:
        """Where both marked a place on a scale: whether it is the same one."""
        if not (self.own and self.parent and self.own.scale and self.parent.scale):
            return None
        if self.own.scale.most != self.parent.scale.most:
            return Places.OTHER_SCALE
        return Places.SAME if self.own.scale.value == self.parent.scale.value else Places.DIFFERENT

    @property
    def moved(self) -> tuple[Moved, ...] | None:
        """Where both sorted cards: those of which the heaps differ; a card that one did not sort is none of them."""
        if not (self.own and self.parent and self.own.cards and self.parent.cards):
            return None
        theirs = {pair.card.id: pair.heap for pair in self.parent.cards}
        return tuple(
            Moved(pair.card.label, pair.heap.label, theirs[pair.card.id].label)
            for pair in self.own.cards
            if pair.card.id in theirs and theirs[pair.card.id].id != pair.heap.id
        )

    @property
    def other_ways(self) -> bool:
        """Whether one answered in words and the other by tapping or drawing, so that the two cannot be compared."""
        if self.told is not Told.BOTH or not (self.own and self.parent):
            return False
        return (self.own.words is None) != (self.parent.words is None) or (
            (self.own.input is Input.DRAWN) != (self.parent.input is Input.DRAWN)
        )


@dataclass(frozen=True)
class Shared:
    """One topic under each one's own name for it; a name is None where that one has nothing to show there."""

    topic: str
    own_title: str | None
    parent_title: str | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Comparison:
    """Both records and their topics, in order. Neither record is changed, and no line of one is in the other."""

    own: Record
    parent: Record
    topics: tuple[Shared, ...]

    def count(self, told: Told) -> int:
        """How many questions were answered like that."""
        return sum(pair.told is told for topic in self.topics for pair in topic.pairs)


def compare(own: Record, parent: Record, order: Sequence[str]) -> Comparison:
    """The two beside each other; `order` has the ids of the topics as the content has them."""
    parts = [{part.topic: part for part in record.parts} for record in (own, parent)]
    there = {*parts[0], *parts[1]}
    topics = [*(name for name in order if name in there), *sorted(there - set(order))]
    return Comparison(own, parent, tuple(_beside(name, parts[0].get(name), parts[1].get(name)) for name in topics))


def kept_apart(own: Record, parent: Record | None = None) -> bool:
    """Whether this is a young person past compulsory school age, whose views stand apart from a parent's."""
    years = [record.year_group for record in (own, parent) if record and record.year_group is not None]
    return own.audience is Audience.YOUNG_PERSON or any(year >= PAST_SCHOOL_AGE for year in years)


def for_everyone(record: Record) -> Record:
    """The record with only what its owner let everyone at the review see; what else there is counts as kept."""
    left_out = sum(line.outcome is Outcome.ANSWERED and line.share is not Share.REVIEW for line in record.lines)
    parts = (
        replace(part, lines=tuple(line for line in part.lines if line.share is Share.REVIEW)) for part in record.parts
    )
    return replace(record, parts=tuple(part for part in parts if part.lines), kept=record.kept + left_out)


def allows(own: Record) -> bool:
    """Whether the person let everyone at the review see any answer at all."""
    return any(line.answered for line in for_everyone(own).lines)


def _beside(topic: str, own: Part | None, parent: Part | None) -> Shared:
    return Shared(topic, own.title if own else None, parent.title if parent else None, tuple(_pairs(own, parent)))


def _pairs(own: Part | None, parent: Part | None) -> Iterator[Pair]:
    """The person's questions in their order, then those that only the parent has."""
    mine = {line.question_id: line for line in (own.lines if own else ())}
    theirs = {line.question_id: line for line in (parent.lines if parent else ())}
    for question_id in (*mine, *(name for name in theirs if name not in mine)):
        yield Pair(question_id, mine.get(question_id), theirs.get(question_id))
