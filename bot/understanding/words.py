"""The words of a reply as the rules know them: lower case, no punctuation, usual misspellings put right."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Token:
    """One word as the rules know it, and where it stands in the reply."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Spellings:
    """How people write words, mapped to the words that the rules know."""

    words: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Spellings":
        """Build from the content of spellings.yml."""
        return cls(dict(data["words"]), dict(data["phrases"]))

    def joined(self, other: "Spellings") -> "Spellings":
        """Both together; the other's spelling of a word wins."""
        return Spellings({**self.words, **other.words}, {**self.phrases, **other.phrases})

    def tokens(self, text: str) -> list[Token]:
        """Split a reply into known words; "skiiip" is "skip", and "don't" is "dont"."""
        found: list[Token] = []
        for match in _WORD.finditer(_plain(text)):
            word = _STRETCHED.sub(r"\1", match.group().replace("'", ""))
            known = self.words.get(word, word).split()
            found.extend(Token(part, match.start(), match.end()) for part in known)
        return self._join_phrases(found)

    def split(self, text: str) -> list[str]:
        """The known words alone."""
        return [token.text for token in self.tokens(text)]

    def _join_phrases(self, tokens: list[Token]) -> list[Token]:
        """Replace pairs of words such as "dont no" by what they mean."""
        joined: list[Token] = []
        for token in tokens:
            pair = f"{joined[-1].text} {token.text}" if joined else ""
            if pair in self.phrases:
                first = joined.pop()
                joined.extend(Token(word, first.start, token.end) for word in self.phrases[pair].split())
            else:
                joined.append(token)
        return joined


def _plain(text: str) -> str:
    """Lower case with straight quotes; as long as the text where the alphabet allows, so that places still fit."""
    lowered = text.translate(_QUOTES).lower()
    folded = unicodedata.normalize("NFKC", lowered)
    return folded if len(folded) == len(lowered) else lowered
