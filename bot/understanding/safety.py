"""Spots a cry for help: rules that a safeguarding lead can edit, and a trained ear beside them; either raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.understanding.matching import LineMatcher
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

    def hear(self, windows: Sequence[str]) -> list[Signal]:
        """The signals heard in any of the windows."""


@dataclass(frozen=True)
class Rule:
    """One rule of safety.yml."""

    id: str
    category: str
    level: str
    says: tuple[Line, ...]
    unless: tuple[Line, ...]


class Rules:
    """All rules of safety.yml, ready to look for."""

    def __init__(self, rules: Sequence[Rule], everyday: Sequence[Line], negatives: Sequence[str]) -> None:
        self._rules = list(rules)
        self._owners = [place for place, rule in enumerate(rules) for _ in rule.says]
        self._says = LineMatcher([line for rule in rules for line in rule.says], negatives)
        self._unless = LineMatcher([line for rule in rules for line in rule.unless], [])
        self._unless_owners = [place for place, rule in enumerate(rules) for _ in rule.unless]
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
                tuple(Line.parse(line, lists) for line in item["says"]),
                tuple(Line.parse(line, lists) for line in item.get("unless", [])),
            )
            for item in data["rules"]
        ]
        return cls(rules, [Line.parse(line, lists) for line in data["everyday"]], lists["negative"])

    def find(self, words: Sequence[str]) -> list[Signal]:
        """The signals in the words of one window."""
        left = self._without_everyday(words)
        raised = {self._owners[found.line] for found in self._says.find(left)}
        if raised:
            raised -= {self._unless_owners[found.line] for found in self._unless.find(words)}
        return [Signal(rule.id, rule.category, rule.level) for rule in (self._rules[place] for place in sorted(raised))]

    def _without_everyday(self, words: Sequence[str]) -> list[str]:
        left = list(words)
        for found in self._everyday.find(words):
            left[found.start : found.end] = ["_"] * (found.end - found.start)
        return left


@dataclass(frozen=True)
class Safety:
    """Looks at the whole of a reply, in every state of the conversation."""

    rules: Rules
    spellings: Spellings
    ear: Ear | None = None

    def look(self, text: str) -> Concern:
        """The concern that a reply raises, if any."""
        windows = list(self.windows(text))
        found = {signal.id: signal for window in windows for signal in self.rules.find(window)}
        if self.ear is not None:
            heard = self.ear.hear([" ".join(window) for window in windows])
            found.update({signal.id: signal for signal in heard})
        signals = tuple(sorted(found.values(), key=lambda signal: (-LEVELS.index(signal.level), signal.id)))
        return Concern(signals[0].level if signals else NONE, signals)

    def windows(self, text: str) -> Iterator[list[str]]:
        """The known words, sentence by sentence; a long sentence in pieces that overlap, so that time stays bounded."""
        for sentence in _SENTENCE_END.split(text):
            words = self.spellings.split(sentence)
            for start in range(0, max(len(words) - OVERLAP, min(len(words), 1)), WINDOW - OVERLAP):
                yield words[start : start + WINDOW]
