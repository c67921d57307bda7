"""The wishes: for each, the phrases that say it and the words that it is said with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.words import Spellings

ANSWER = "answer"
YES_AND_NO = frozenset({"affirm", "deny"})


@dataclass(frozen=True)
class Wish:
    """One wish, such as "skip": whole phrases that say it, and every word that may stand in it."""

    name: str
    phrases: frozenset[str]
    vocabulary: frozenset[str]
    offers: frozenset[str]


@dataclass(frozen=True)
class Wishes:
    """All wishes, and the small words around them that change nothing."""

    by_name: Mapping[str, Wish]
    fillers: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    signs: Mapping[str, str]
    at_menu: Mapping[str, str]
    spellings: Spellings

    @classmethod
    def from_data(
        cls, data: Mapping[str, Any], examples: Mapping[str, Sequence[str]], spellings: Spellings
    ) -> "Wishes":
        """Join wishes.yml with the training examples: an example of a wish is a phrase that says it."""
        built = {name: _wish(name, item, examples.get(name, []), spellings) for name, item in data["wishes"].items()}
        return cls(
            by_name=built,
            fillers=frozenset(data["fillers"]),
            before=_longest_first(data["before"], spellings),
            after=_longest_first(data["after"], spellings),
            signs=dict(data["signs"]),
            at_menu=dict(data["at_menu"]),
            spellings=spellings,
        )


def _wish(name: str, item: Mapping[str, Any], examples: Sequence[str], spellings: Spellings) -> Wish:
    offers = frozenset(" ".join(spellings.split(phrase)) for phrase in item.get("offer", []))
    phrases = {" ".join(spellings.split(phrase)) for phrase in [*examples, *item.get("phrases", [])]}
    words = {word for phrase in phrases for word in phrase.split()} | set(item.get("words", []))
    return Wish(name, frozenset(phrases - offers - {""}), frozenset(words - set(item.get("not_words", []))), offers)


def _longest_first(phrases: Sequence[str], spellings: Spellings) -> tuple[str, ...]:
    known = {" ".join(spellings.split(phrase)) for phrase in phrases}
    return tuple(sorted(known, key=len, reverse=True))
