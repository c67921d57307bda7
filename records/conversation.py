"""A conversation: with whom, what for, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Audience(str, Enum):
    """Whom the assistant talks with; chosen by stage and preference, never by age alone."""

    CHILD_EARLY = "child_early"
    CHILD_PRIMARY = "child_primary"
    YOUNG_TEEN = "young_teen"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"


class Purpose(str, Enum):
    """What the views are gathered for."""

    ANNUAL_REVIEW = "annual_review"
    EHC_NEEDS_ASSESSMENT = "ehc_needs_assessment"
    SEN_SUPPORT = "sen_support"
    TRANSITION = "transition"
    JUST_ME = "just_me"


class State(str, Enum):
    """Where a conversation stands."""

    ASKING = "asking"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


CLOSED_STATES = frozenset({State.FINISHED, State.WITHDRAWN})  # answers may still be corrected; nothing is asked
SHARED_STATES = frozenset({State.FINISHED, State.STOPPED})  # a practitioner may read the record in these


class Way(str, Enum):
    """How much is asked: everything that fits the person, or the questions that matter most."""

    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True)
class Conversation:
    """One conversation as it stands; times are ISO 8601 in UTC, `year_group` is 0 for Reception and -1 for nursery.

    `earlier_id` is the conversation before, set only where the person has proved that it was theirs. `questions` are a
    practitioner's own, asked after all others.
    """

    id: str
    audience: Audience
    purpose: Purpose
    created: str
    changed: str
    state: State = State.ASKING
    year_group: int | None = None
    called: str | None = None
    about: str | None = None
    helper: str | None = None
    adjustments: Mapping[str, object] = field(default_factory=dict)
    way: Way = Way.FULL
    topic: str | None = None
    current: str | None = None
    retain_until: str | None = None
    earlier_id: str | None = None
    questions: tuple[str, ...] = ()
