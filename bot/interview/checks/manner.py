"""Manner: two questions in one, leading, praise and the like, found by patterns that a practitioner can edit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.interview.checks.texts import Text
from bot.interview.content import Problem


@dataclass(frozen=True)
class Manner:
    """One way of speaking that is not ours; `wanted` says that the patterns must be there, not that they must not."""

    says: str
    kinds: frozenset[str]
    replies: frozenset[str]
    patterns: tuple["re.Pattern[str]", ...]
    wanted: bool = False

    def broken_by(self, text: Text) -> str | None:
        """What is wrong with a text, or None."""
        if text.kind not in self.kinds or (self.replies and text.reply not in self.replies):
            return None
        found = next((match for pattern in self.patterns if (match := pattern.search(text.words))), None)
        if bool(found) is self.wanted:
            return None
        return f"{self.says} (“{found.group().strip()}”)" if found else self.says


def manners(held: Mapping[str, Any]) -> tuple[Manner, ...]:
    """The manners as a file holds them."""
    return tuple(
        Manner(
            item["says"], frozenset(item["in"]), frozenset(item.get("replies", ())),
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in item.get("patterns", item.get("needs"))),
            wanted="needs" in item,
        )
        for item in held["manners"]
    )  # fmt: skip


def bad_manners(texts: Iterable[Text], held: Iterable[Manner]) -> Iterator[Problem]:
    """Every text that breaks one of them."""
    rules = tuple(held)
    for text in texts:
        for rule in rules:
            if what := rule.broken_by(text):
                yield text.problem(f"{text.question}: {what}" if text.question else what)
