"""Bands: whether each text is easy enough for its youngest reader, and the easier wording easier than the plain one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.interview.checks.texts import Text
from bot.interview.content import Problem
from records.conversation import Audience

ReadingAge = Callable[[str], float]
LEEWAY = 2.0
"""Years by which a single question may lie above the band: a few sentences measure less surely than the whole."""


NO_SENTENCES = frozenset({"label", "title"})  # too few words to be measured


@dataclass(frozen=True)
class Band:
    """What an audience can be expected to read; `hard` are words that it must not meet."""

    sentence: int
    reading_age: float
    hard: "re.Pattern[str]"


def bands(held: Mapping[str, Any]) -> dict[Audience, Band]:
    """The bands as a file holds them: a word that is too hard for a band is too hard for all below it."""
    made: dict[Audience, Band] = {}
    hard: set[str] = set()
    for audience in reversed(Audience):
        limits = held[audience.value]
        hard |= set(limits["hard"])
        made[audience] = Band(limits["sentence"], limits["reading_age"], _any_of(hard))
    return made


def _any_of(words: Iterable[str]) -> "re.Pattern[str]":
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?![\w-])"
    )


def long_sentences(texts: Iterable[Text], held: Mapping[Audience, Band]) -> Iterator[Problem]:
    """No sentence has more words than its youngest reader can hold."""
    for text in texts:
        for audience in text.audiences[:1]:
            for sentence in re.split(r"(?<=[.?!])\s+", _filled(text.words)):
                most, count = held[audience].sentence, len(sentence.split())
                if count > most:
                    yield text.problem(f"{count} words in a sentence for {audience.value}, at most {most}")


def hard_words(texts: Iterable[Text], held: Mapping[Audience, Band]) -> Iterator[Problem]:
    """No word is on the list of those that the youngest reader must not meet."""
    for text in texts:
        for audience in text.audiences[:1]:
            for word in sorted(set(held[audience].hard.findall(text.words.casefold()))):
                yield text.problem(f"“{word}” is too hard for {audience.value}")


def hard_to_read(texts: Iterable[Text], held: Mapping[Audience, Band], reading_age: ReadingAge) -> Iterator[Problem]:
    """Neither an audience's texts together, nor one question, need an older reader."""
    for audience, band in held.items():
        mine = [text for text in texts if audience in text.audiences and text.kind not in NO_SENTENCES]
        together = reading_age(" ".join(_ended(_filled(text.words)) for text in mine)) if mine else 0.0
        if together > band.reading_age:
            hardest = max(mine, key=lambda text: reading_age(_filled(text.words)))
            what = f"all that {audience.value} reads needs an age of {together:.1f}, at most {band.reading_age}"
            yield hardest.problem(f"{what}; this is the hardest")
        for first, words in _by_question(mine).values():
            age = reading_age(words)
            if age > band.reading_age + LEEWAY:
                what = f"{first.question} needs an age of {age:.1f}, too hard for {audience.value} ({band.reading_age})"
                yield first.problem(what)


def easier_is_easier(texts: Iterable[Text]) -> Iterator[Problem]:
    """The easier wording is shorter, and not the same again."""
    asked: dict[tuple[str | None, tuple[Audience, ...]], Text] = {}
    for text in texts:
        if text.kind == "ask":
            asked[text.question, text.audiences] = text
        elif text.kind == "easier":
            plain = asked[text.question, text.audiences]
            if len(text.words) >= len(plain.words):
                yield text.problem(f"{text.question}: the easier wording is not shorter than “{plain.words}”")


def _by_question(texts: Iterable[Text]) -> dict[str, tuple[Text, str]]:
    found: dict[str, tuple[Text, str]] = {}
    for text in texts:
        if text.question:
            first, words = found.get(text.question, (text, ""))
            found[text.question] = first, f"{words} {_filled(text.words)}".strip()
    return found


def _ended(words: str) -> str:
    """The words on a button are a sentence of their own, not the beginning of the one that comes next."""
    return words if words.rstrip().endswith((".", "!", "?", ":")) else f"{words}."


def _filled(words: str) -> str:
    return re.sub(r"\{[^{}]*\}", "your child", words.replace("{comma_name}", ", Sam"))
