"""Choosing: every adjustment as a row of buttons, with the words for each value."""

from dataclasses import dataclass

from accessibility.adjustments import allowed, as_text
from bot.interview.languages.tongues import LANGUAGE
from web.language import offered
from web.talk.words import Words

GROUPS = {
    "language": ("language",),
    "reading": ("size", "font", "letters", "words", "lines", "ruler"),
    "colours": ("theme",),
    "pictures": ("pictures", "easy_words", "choices_at_a_time", "fewer_questions", "less", "less_motion"),
    "listening": ("read_aloud", "speed", "pauses"),
    "speaking": ("keep_voice",),
    "touching": ("bigger_buttons", "hold", "slow_keys", "scanning", "scan_seconds", "scan_aloud", "lock"),
}
"""In the order of the page."""


@dataclass(frozen=True)
class Option:
    """One value: how a form sends it, its words, and whether it is the one that counts now.

    `language` is that of the words, where they are in another than the page.
    """

    text: str
    label: str
    chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Row:
    """One adjustment."""

    name: str
    options: tuple[Option, ...]


def groups() -> tuple[str, ...]:
    """Those that somebody has a choice in: where one language is on, there is none of languages."""
    return tuple(group for group in GROUPS if group != LANGUAGE or len(offered()) > 1)


def rows(words: Words, group: str) -> tuple[Row, ...]:
    """The adjustments of a group."""
    return tuple(Row(name, _options(words, name)) for name in GROUPS[group])


def label(words: Words, name: str, value: object) -> str:
    """The words for a value: its own, or those for a number."""
    if isinstance(value, bool):
        return words(f"adjust_{as_text(value)}")
    own = f"adjust_{name}_{as_text(value)}"
    if own in words.bank.wordings:
        return words(own)
    number = float(str(value))
    return words(f"adjust_{name}_n", n=f"{number:g}", seconds=f"{number / 1000:g}")


def _options(words: Words, name: str) -> tuple[Option, ...]:
    if name == LANGUAGE:
        now = words.language
        return tuple(Option(value, own, value == now, value) for value, own in offered().items())
    now = getattr(words.adjusted, name)
    values = sorted(allowed(name)) if isinstance(now, (int, float)) else allowed(name)
    return tuple(Option(as_text(value), label(words, name, value), value == now) for value in values)
