"""Evidence: who was asked, how, and what came of it. It holds no words that the person said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from records.answer import FOLLOW_UP, Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Message
from records.record import Line, Record, Signed
from records.responses import Response

A_BREAK = timedelta(minutes=30)
"""Whoever says nothing for so long comes back to another sitting."""


@dataclass(frozen=True)
class Passed:
    """A question that was not answered, and how it was passed over."""

    asked: str
    outcome: Outcome
    at: str


@dataclass(frozen=True)
class YouSaid:
    """An answer, by its question alone, and what was done about it; `did` is None where nothing is written yet."""

    question_id: str
    asked: str
    topic: str
    did: str | None = None
    by_when: str | None = None
    who: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Asked:
    """One conversation as evidence. What was said counts only once it has ended; until then it is only known to be."""

    id: str
    audience: Audience
    purpose: Purpose
    state: State
    began: str
    ended: str
    year_group: int | None
    helper: str | None
    sittings: int
    answered: int = 0
    kept: int = 0
    inputs: tuple[tuple[Input, int], ...] = ()
    whose: tuple[tuple[Whose, int], ...] = ()
    adjustments: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    passed: tuple[Passed, ...] = ()
    said: tuple[YouSaid, ...] = ()
    signed: Signed | None = None

    @property
    def parent(self) -> bool:
        """Whether this is a parent's view."""
        return self.audience is Audience.PARENT

    @property
    def gave_views(self) -> bool:
        """Whether anything was said, for staff to see or not."""
        return self.answered + self.kept > 0

    @property
    def done(self) -> tuple[YouSaid, ...]:
        """The answers about which something was done."""
        return tuple(said for said in self.said if said.did is not None)

    @property
    def open(self) -> tuple[YouSaid, ...]:
        """The answers about which nothing is written yet."""
        return tuple(said for said in self.said if said.did is None)


@dataclass(frozen=True)
class Opening:
    """That a young person's views were opened beside a parent's."""

    at: str
    who: str
    detail: str


@dataclass(frozen=True)
class Evidence:
    """All conversations of a review, the invitations that nobody took up, and how often the records were read."""

    asked: tuple[Asked, ...]
    waiting: tuple[tuple[Audience, str], ...] = ()
    reads: int = 0
    openings: tuple[Opening, ...] = ()
    year_group: int | None = None

    @property
    def own(self) -> tuple[Asked, ...]:
        """The conversations with the child or young person."""
        return tuple(asked for asked in self.asked if not asked.parent)

    @property
    def parents(self) -> tuple[Asked, ...]:
        """The conversations with a parent or carer."""
        return tuple(asked for asked in self.asked if asked.parent)


def asked_of(
    record: Record, messages: Sequence[Message], responses: Mapping[str, Response], adjustments: Iterable[str]
) -> Asked:
    """A conversation that has ended, as evidence."""
    told = [line for line in record.lines if line.answered]
    title = {line.question_id: part.title for part in record.parts for line in part.lines}
    asked = {line.question_id: _asked(line, record) for line in record.lines}
    return Asked(
        record.id, record.audience, record.purpose, record.state, record.began, record.ended, record.year_group,
        record.helper, sittings([message.received for message in messages]), len(told), record.kept,
        tuple(Counter(line.input for line in told).most_common()),
        tuple(Counter(line.whose for line in told).most_common()), tuple(adjustments),
        tuple(part.topic for part in record.parts if any(line.answered for line in part.lines)),
        tuple(Passed(asked[line.question_id], line.outcome, line.at) for line in record.passed_over()),
        tuple(_you_said(line.question_id, asked[line.question_id], title, responses) for line in told), record.signed,
    )  # fmt: skip


def sittings(times: Sequence[str]) -> int:
    """In how many sittings somebody wrote, tapped or spoke, from the times at which it came."""
    moments = [datetime.fromisoformat(at) for at in times]
    return bool(moments) + sum(later - earlier >= A_BREAK for earlier, later in pairwise(moments))


def _asked(line: Line, record: Record) -> str:
    """The question as it was put; a follow-up takes up the person's words, so that the one before stands for it."""
    if not line.question_id.endswith(FOLLOW_UP):
        return line.asked
    before = line.question_id.removesuffix(FOLLOW_UP)
    return next((found.asked for found in record.lines if found.question_id == before), "…")


def _you_said(question_id: str, asked: str, title: Mapping[str, str], responses: Mapping[str, Response]) -> YouSaid:
    done = responses.get(question_id)
    if done is None:
        return YouSaid(question_id, asked, title[question_id])
    return YouSaid(question_id, asked, title[question_id], done.did, done.by_when, done.who, done.at)
