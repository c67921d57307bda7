"""Plainness: whether a practitioner's own question can be read by whoever is asked; a warning, never a wall."""

from functools import cache
from pathlib import Path

from accessibility.reading_age import reading_age
from bot.interview.checks.bands import LEEWAY
from bot.interview.content import read
from records.conversation import Audience

ADULT = 18
"""What is hard for grown-ups is not measured any finer."""


@cache
def limits(data: Path) -> dict[Audience, float]:
    """The age from which each audience can be expected to read, leeway for one sentence alone included."""
    held = read(data / "words" / "bands.yml", data / "schema" / "bands.schema.json")["bands"]
    return {audience: held[audience.value]["reading_age"] + LEEWAY for audience in Audience}


def too_hard(data: Path, question: str, audience: Audience) -> int | None:
    """The age that a question reads as if for, where that is too old for an audience; else None."""
    age = reading_age(question)
    return min(round(age), ADULT) if age > limits(data)[audience] else None
