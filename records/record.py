"""The record: what a person chose to share, line by line, as every page and every export shows it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input

SECTIONS = (
    "aspirations", "important_to_me", "friendships", "play", "schooling", "further_education", "independence",
    "health", "communicating", "support", "history",
)  # fmt: skip
"""What Section A of an EHC plan wants, in the order in which a record gives it."""


@dataclass(frozen=True)
class Chosen:
    """A picture that was chosen: its id, the words on it, and which picture of the set it is."""

    id: str
    label: str
    picture: str | None = None


@dataclass(frozen=True)
class Sorted:
    """A card and the heap that it was put in."""

    card: Chosen
    heap: Chosen


@dataclass(frozen=True)
class Mark:
    """A place on a scale, from 1 to `most`, and the words at that place."""

    value: int
    most: int
    label: str
    picture: str | None = None


@dataclass(frozen=True)
class Hint:
    """A sign that a line may belong in another section of a plan as well: which section, and the words that say so."""

    section: str
    because: str


@dataclass(frozen=True)
class Line:
    """One question as it was asked and what became of it; `words` are verbatim, `at` is ISO 8601 in UTC.

    `section` is a heading of SECTIONS, `prsb` an "About Me" heading (mapped to, not conformant), `one_page` a heading
    of a one-page profile. `hints` only point to other sections: nothing is moved. `drawing` is what they
    drew or photographed, as WebP.
    """

    question_id: str
    asked: str
    outcome: Outcome
    whose: Whose
    input: Input
    at: str
    edited: bool
    share: Share
    helper: str | None = None
    words: str | None = None
    choices: tuple[Chosen, ...] = ()
    cards: tuple[Sorted, ...] = ()
    scale: Mark | None = None
    section: str | None = None
    prsb: str | None = None
    one_page: str | None = None
    picture: str | None = None
    hints: tuple[Hint, ...] = ()
    drawing: bytes | None = None

    @property
    def answered(self) -> bool:
        """Whether something was said; otherwise the question was passed over, which counts against nobody."""
        return self.outcome is Outcome.ANSWERED


@dataclass(frozen=True)
class Adjustment:
    """One thing that was put in place for the person: its name among the adjustments, and its value."""

    name: str
    value: bool | int | float | str


@dataclass(frozen=True)
class Signed:
    """Who of the staff checked the record as it stands, and when (ISO 8601 in UTC)."""

    who: str
    at: str


@dataclass(frozen=True)
class Part:
    """The lines of one topic, under the name that the person saw."""

    topic: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Record:
    """One conversation as it may be seen; `kept` counts the answers that the person keeps from staff.

    `own` is the person's own copy, which holds those too. Nothing set apart for safety is ever here.
    """

    id: str
    audience: Audience
    purpose: Purpose
    state: State
    began: str
    ended: str
    parts: tuple[Part, ...]
    kept: int = 0
    own: bool = False
    called: str | None = None
    about: str | None = None
    year_group: int | None = None
    helper: str | None = None
    adjustments: tuple[Adjustment, ...] = ()
    signed: Signed | None = None

    @cached_property
    def seal(self) -> str:
        """A SHA-256 of all that the record holds: every format bears it, and so does the audit.

        That somebody signed it off is not in it: they signed what has this seal.
        """
        held = asdict(replace(self, signed=None))
        del held["signed"]
        told = json.dumps(held, sort_keys=True, ensure_ascii=False, default=_hash)
        return _hash(told.encode())

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, in order."""
        return (line for part in self.parts for line in part.lines)

    def sections(self) -> tuple[tuple[str | None, tuple[Line, ...]], ...]:
        """The answered lines by heading of Section A, empty headings left out; None holds those with no heading."""
        told = tuple(line for line in self.lines if line.answered)
        by_heading = ((name, tuple(line for line in told if line.section == name)) for name in (*SECTIONS, None))
        return tuple((name, lines) for name, lines in by_heading if lines)

    def passed_over(self) -> tuple[Line, ...]:
        """The questions that were skipped, not known, or not for telling."""
        return tuple(line for line in self.lines if not line.answered)


def _hash(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()
