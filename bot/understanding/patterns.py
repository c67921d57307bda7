"""The lines of the safety rules, as a safeguarding lead writes them, turned into spaCy patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

GAPS = {"..": 2, "...": 6}
_LIST = re.compile(r"^\{(\w+)\}$")


class UnknownListError(ValueError):
    """A line names a list of words that is not there."""


@dataclass(frozen=True)
class Slot:
    """One place in a line: the words that fit it, or a gap of up to `most` words."""

    words: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    optional: bool = False
    most: int = 0

    @property
    def needed(self) -> bool:
        """A sentence without any of its words cannot match."""
        return not self.optional and not self.most

    def fits(self, word: str) -> bool:
        """Whether the word may stand here."""
        return word in self.words or word.startswith(self.starts)

    def spacy(self, negatives: Sequence[str]) -> dict[str, Any]:
        """This place as a token of a spaCy pattern; no gap spans a "not"."""
        if self.most:
            return {"TEXT": {"NOT_IN": list(negatives)}, "OP": f"{{0,{self.most}}}"}
        operator = {"OP": "?"} if self.optional else {}
        if not self.starts:
            return {"TEXT": {"IN": sorted(self.words)}, **operator}
        options = [*map(re.escape, sorted(self.words)), *(re.escape(start) + ".*" for start in self.starts)]
        return {"TEXT": {"REGEX": f"^(?:{'|'.join(options)})$"}, **operator}


@dataclass(frozen=True)
class Line:
    """One line of a rule."""

    text: str
    slots: tuple[Slot, ...]

    @classmethod
    def parse_all(cls, texts: Sequence[str], lists: Mapping[str, Sequence[str]]) -> tuple[Line, ...]:
        """Read lines such as "{person} .. hit|hits me"; one with "black_eye|bruise" becomes a line for each."""
        return tuple(
            cls(way, tuple(_slot(part, lists) for part in way.split())) for text in texts for way in _ways(text)
        )

    @cached_property
    def needed(self) -> tuple[Slot, ...]:
        """The places that a sentence must fill."""
        return tuple(slot for slot in self.slots if slot.needed)

    def spacy(self, negatives: Sequence[str]) -> list[dict[str, Any]]:
        """The line as a spaCy pattern."""
        return [slot.spacy(negatives) for slot in self.slots]


def _ways(text: str) -> Iterator[str]:
    """A line in which every choice is of single words: those of two or more words each make a line of their own."""
    parts = [_alternatives(part) for part in text.split()]
    return (" ".join(way) for way in product(*parts))


def _alternatives(part: str) -> list[str]:
    options = part.rstrip("?").split("|")
    joined = [option for option in options if "_" in option and not option.startswith("{")]
    single = "|".join(option for option in options if option not in joined)
    mark = "?" if part.endswith("?") else ""
    return [*([single + mark] if single else []), *(option.replace("_", " ") for option in joined)]


def _slot(part: str, lists: Mapping[str, Sequence[str]]) -> Slot:
    if part in GAPS:
        return Slot(most=GAPS[part])
    optional = part.endswith("?")
    options = list(_options(part.rstrip("?"), lists))
    return Slot(
        words=frozenset(option for option in options if not option.endswith("*")),
        starts=tuple(sorted(option[:-1] for option in options if option.endswith("*"))),
        optional=optional,
    )


def _options(part: str, lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for option in part.split("|"):
        named = _LIST.match(option)
        if named is None:
            yield option
        elif named.group(1) in lists:
            yield from lists[named.group(1)]
        else:
            raise UnknownListError(f"there is no list of words named {named.group(1)}")
