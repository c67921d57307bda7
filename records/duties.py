"""Duties: what the law and the code ask, and what a review may show of it."""

from dataclasses import dataclass
from enum import Enum


class Standing(str, Enum):
    """Whether something is shown; whether a duty is met is for people to judge."""

    SHOWN = "shown"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class Duty:
    """One duty, from data/law.yml: what the law says word for word, and how it is served and shown."""

    id: str
    law: str
    says: str
    plain: str
    level: str
    sign: str
    shows: str
    part: str
    test: str


@dataclass(frozen=True)
class Finding:
    """A sentence of the evidence: the name of its wording, and what goes into its places."""

    name: str
    places: tuple[tuple[str, str], ...] = ()
    at: str | None = None


@dataclass(frozen=True)
class Shown:
    """A duty and what the review shows of it."""

    duty: Duty
    standing: Standing
    findings: tuple[Finding, ...] = ()
