"""Spots a cry for help: rules that a safeguarding lead can edit, and a trained ear beside them; either raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.understanding.matching import UNKNOWN, LineMatcher
from bot.understanding.patterns import Line
from bot.understanding.words import Spellings

NONE, WORRY, URGENT = "none", "worry", "urgent"
LEVELS = (NONE, WORRY, URGENT)
WINDOW = 40
OVERLAP = 12
_SENTENCE_END = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True)
class Signal:
    """One reason for concern: the id of a rule, or what the trained ear heard."""

    id: str
    category: str
    level: str


@dataclass(frozen=True)
class Concern:
    """What was spotted in one reply."""

    level: str = NONE
    signals: tuple[Signal, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it stands in Rasa's parse data; never with the words themselves."""
        return {"level": self.level, "signals": [signal.id for signal in self.signals]}


class Ear(Protocol):
    """Something that hears a signal in the words of one window."""

    def hear(self, windows: Sequence[str], sensed: float) -> list[Signal]:
        """The signals heard in the windows, everyday talk already taken out; `sensed` as `Heads.alarm` gives it."""


@dataclass(frozen=True)
class Rule:
    """One rule of safety.yml."""

    id: str
    category: str
    level: str
    says: tuple[Line, ...]


class Rules:
    """All rules of safety.yml, ready to look for."""

    def __init__(
        self, rules: Sequence[Rule], everyday: Sequence[Line], settings: Sequence[Line], negatives: Sequence[str]
    ) -> None:
        self._rules = list(rules)
        self._owners = [place for place, rule in enumerate(rules) for _ in rule.says]
        self._says = LineMatcher([line for rule in rules for line in rule.says], negatives)
        self._settings = LineMatcher(settings, [])
        self._everyday = LineMatcher(everyday, [])

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """Build from the content of safety.yml."""
        lists = data["words"]
        rules = [
            Rule(
                item["id"],
                item["category"],
                item["level"],
                Line.parse_all(item["says"], lists),
            )
            for item in data["rules"]
        ]
        everyday, settings = (Line.parse_all(data[key], lists) for key in ("everyday", "settings"))
        return cls(rules, everyday, settings, lists["negative"])

    def find(self, left: Sequence[str]) -> list[Signal]:
        """The signals in the words of one window, everyday talk already taken out."""
        raised = sorted({self._owners[found.line] for found in self._says.find(left)})
        return [Signal(rule.id, rule.category, rule.level) for rule in (self._rules[place] for place in raised)]

    def without_everyday(self, words: Sequence[str]) -> list[str]:
        """The words of one window with everyday talk blotted out: all of them, where it tells of a game or a story."""
        if self._settings.find(words):
            return []
        left = list(words)
        for found in self._everyday.find(words):
            left[found.start : found.end] = [UNKNOWN] * (found.end - found.start)
        return left


@dataclass(frozen=True)
class Safety:
    """Looks at the whole of a reply, in every state of the conversation."""

    rules: Rules
    spellings: Spellings
    ear: Ear | None = None

    def look(self, text: str, sensed: float = 0.0) -> Concern:
        """The concern that a reply raises, if any; `sensed` is how near its sense is to cries for help."""
        windows = [left for words in self.windows(text) if (left := self.rules.without_everyday(words))]
        found = {signal.id: signal for window in windows for signal in self.rules.find(window)}
        if self.ear is not None:
            heard = self.ear.hear([" ".join(window) for window in windows], sensed)
            found.update({signal.id: signal for signal in heard})
        signals = tuple(sorted(found.values(), key=lambda signal: (-LEVELS.index(signal.level), signal.id)))
        return Concern(signals[0].level if signals else NONE, signals)

    def plain(self, text: str) -> str:
        """The words of a short text as the ear is taught them."""
        return " ".join(word for words in self.windows(text) for word in self.rules.without_everyday(words))

    def windows(self, text: str) -> Iterator[list[str]]:
        """The known words, sentence by sentence; a long sentence in pieces that overlap, so that time stays bounded."""
        for sentence in _SENTENCE_END.split(text):
            words = self.spellings.split(sentence)
            for start in range(0, max(len(words) - OVERLAP, min(len(words), 1)), WINDOW - OVERLAP):
                yield words[start : start + WINDOW]
