"""Comparison: a child's or young person's record and a parent's, topic by topic, beside each other and never merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from records.answer import Outcome, Share
from records.conversation import Audience
from records.pair import Pair, Told
from records.record import Part, Record

PAST_SCHOOL_AGE = 12
"""The first year group after compulsory school age ends."""


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
