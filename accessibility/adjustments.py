"""Adjustments: how a page is shown and used by one person. One row each: its name, its usual value, and the others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast

from accessibility.contrast import COLOUR, contrast

LEAST_CONTRAST = 7.0
"""Between the two colours that a person chose themselves: what every theme of ours has at least."""
LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")
"""Such as cy or en-GB; which of them are on is for an installation to say."""
VOICE = re.compile(r"[A-Za-z0-9/+_. -]{0,60}")

T = TypeVar("T")


class WrongAdjustment(ValueError):
    """An adjustment that is not known, or has no such value; its argument is the name."""


def _one_of(usual: T, *others: T) -> T:
    return field(default=usual, metadata={"allowed": (usual, *others)})


def _written(usual: str, pattern: re.Pattern[str]) -> str:
    return field(default=usual, metadata={"pattern": pattern})


@dataclass(frozen=True)
class Adjustments:
    """All of them. `size` and `speed` are times the usual one; `slow_keys` and `hold` are milliseconds.

    `language` is empty where none was chosen.
    """

    language: str = _written("", LANGUAGE)
    size: float = _one_of(1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
    font: str = _one_of("atkinson", "lexend", "opendyslexic")
    letters: str = _one_of("usual", "wide", "wider")
    words: str = _one_of("usual", "wide", "wider")
    lines: str = _one_of("usual", "wide", "wider")
    theme: str = _one_of("auto", "light", "dark", "contrast", "cream", "blue", "green", "pink", "own")
    own_ink: str = _written("#000000", COLOUR)
    own_back: str = _written("#ffffff", COLOUR)
    pictures: str = _one_of("with_words", "only", "none")
    easy_words: bool = _one_of(False, True)
    choices_at_a_time: int = _one_of(0, 2, 3, 4)
    fewer_questions: bool = _one_of(False, True)
    less: bool = _one_of(False, True)
    less_motion: bool = _one_of(False, True)
    ruler: bool = _one_of(False, True)
    read_aloud: bool = _one_of(False, True)
    voice: str = _written("", VOICE)
    speed: float = _one_of(1.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.5, 2.0)
    pauses: str = _one_of("usual", "long", "longer")
    keep_voice: bool = _one_of(False, True)
    bigger_buttons: bool = _one_of(False, True)
    slow_keys: int = _one_of(0, 300, 600, 1000, 1500, 2000)
    hold: int = _one_of(0, 300, 600, 1000, 1500, 2000)
    scanning: str = _one_of("off", "one", "two")
    scan_seconds: float = _one_of(2.0, 0.5, 1.0, 1.5, 3.0, 4.0, 6.0, 8.0)
    scan_aloud: bool = _one_of(False, True)
    lock: bool = _one_of(False, True)

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> "Adjustments":
        """Those that a conversation keeps; what this version does not know is left out."""
        return cls(**{name: value for name, value in kept.items() if _fits(name, value)})  # type: ignore[arg-type]  # each value was tried by _fits

    def chosen(self) -> dict[str, Any]:
        """Those that differ from the usual: what was put in place for this person."""
        values = {name: getattr(self, name) for name in ROWS}
        return {name: value for name, value in values.items() if value != ROWS[name].default}

    def attributes(self) -> dict[str, str]:
        """Each as an attribute of the page, which styles and scripts go by."""
        return {f"data-{name.replace('_', '-')}": as_text(getattr(self, name)) for name in ROWS}

    @property
    def readable(self) -> bool:
        """Whether words in the chosen colours can be read."""
        return contrast(self.own_ink, self.own_back) >= LEAST_CONTRAST


ROWS = {row.name: row for row in fields(Adjustments)}


def checked(given: Mapping[str, object]) -> dict[str, object]:
    """The same, if each is known and has an allowed value; raises WrongAdjustment with the name of one that is not."""
    for name, value in given.items():
        if not _fits(name, value):
            raise WrongAdjustment(name if name in ROWS else "?")
    return dict(given)


def allowed(name: str) -> tuple[Any, ...]:
    """The values that one may have, the usual one first; none where it is written freely."""
    return cast("tuple[Any, ...]", ROWS[name].metadata.get("allowed", ()))


def from_text(name: str, text: str) -> object:
    """The value that a form means; raises WrongAdjustment."""
    found = [value for value in allowed(name) if as_text(value) == text] if name in ROWS else []
    if found:
        return found[0]
    checked({name: text})
    return text


def as_text(value: object) -> str:
    """A value as attributes and forms hold it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _fits(name: str, value: object) -> bool:
    if name not in ROWS:
        return False
    if "pattern" in ROWS[name].metadata:
        return isinstance(value, str) and ROWS[name].metadata["pattern"].fullmatch(value) is not None
    usual = ROWS[name].default
    same_kind = isinstance(value, bool) == isinstance(usual, bool) and isinstance(value, (bool, int, float, str))
    return same_kind and value in allowed(name)
