"""Finds which lines stand in a sentence: a cheap look at its words first, spaCy's Matcher only where it may fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.understanding.patterns import Line

UNKNOWN = "_"  # stands for every word that no line knows, so that nobody's words stay in spaCy's store of strings
LOOK_BEHIND = 2


@dataclass(frozen=True)
class Found:
    """A line that stands in a sentence, from one word to another."""

    line: int
    start: int
    end: int


class LineMatcher:
    """Looks for many lines at once."""

    def __init__(self, lines: Sequence[Line], negatives: Iterable[str]) -> None:
        self._lines = list(lines)
        self._negatives = sorted(negatives)
        self._vocab = Vocab()
        self._matchers: dict[int, Matcher] = {}
        self._slots = {slot: 1 << place for place, slot in enumerate({s for line in lines for s in line.needed})}
        self._needs = [sum(self._slots[slot] for slot in set(line.needed)) for line in lines]
        self._all_slots = {slot for line in lines for slot in line.slots if not slot.most}
        self._known = frozenset(word for slot in self._all_slots for word in slot.words) | set(self._negatives)
        self._starts = tuple({start for slot in self._all_slots for start in slot.starts})
        self._places = self._index()
        self._starting = [(slot, bit) for slot, bit in self._slots.items() if slot.starts]

    def find(self, words: Sequence[str]) -> list[Found]:
        """The lines that stand in these words, none of them with a "not" just before it."""
        candidates = self._candidates(words)
        if not candidates:
            return []
        doc = Doc(self._vocab, words=[word if self._knows(word) else UNKNOWN for word in words])
        return [found for line in candidates for found in self._matches(line, doc, words)]

    def _index(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for slot, bit in self._slots.items():
            for word in slot.words:
                places[word] = places.get(word, 0) | bit
        return places

    def _knows(self, word: str) -> bool:
        return word in self._known or word.startswith(self._starts)

    def _candidates(self, words: Sequence[str]) -> list[int]:
        """Lines that have a word for each needed place: one bit a place, so that this costs microseconds."""
        present = 0
        for word in set(words):
            present |= self._places.get(word, 0)
            for slot, bit in self._starting:
                if word.startswith(slot.starts):
                    present |= bit
        return [line for line, need in enumerate(self._needs) if need & present == need]

    def _matches(self, line: int, doc: Doc, words: Sequence[str]) -> list[Found]:
        found = [Found(line, start, end) for _, start, end in self._matcher(line)(doc)]
        return [item for item in found if not self._negated(item, words)]

    def _matcher(self, line: int) -> Matcher:
        """Made when first needed: most lines never are."""
        if line not in self._matchers:
            matcher = Matcher(self._vocab, validate=False)
            matcher.add("line", [self._lines[line].spacy(self._negatives)])
            self._matchers[line] = matcher
        return self._matchers[line]

    def _negated(self, found: Found, words: Sequence[str]) -> bool:
        """A "not" just before the match: "nobody ever hits me"."""
        return any(word in self._negatives for word in words[max(0, found.start - LOOK_BEHIND) : found.start])
