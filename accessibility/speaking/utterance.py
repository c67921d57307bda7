"""An utterance: what the engine is given to say for a text, and which word of the text each part of it belongs to."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accessibility.speaking.onset import Sound
from accessibility.speaking.speech import Word

TOKEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""A word as the page highlights it: anything between white space and control characters."""
CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
"""A word without the quotes and stops around it."""


class Pronunciations:
    """How words are said that the engine would say wrongly; one in lower case holds for capitals too."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = {unicodedata.normalize("NFC", word): how for word, how in said.items()}

    def of(self, token: str) -> str:
        """The token with its word as it is to be said."""
        core = CORE.search(token)
        if core is None:
            return token
        word, possessive = re.fullmatch(r"(.*?)((?:['’]s)?)", core.group(), re.DOTALL).groups()  # type: ignore[union-attr]  # matches any text
        written = unicodedata.normalize("NFC", word)
        how = self._said.get(written) or self._said.get(written.lower())
        return token[: core.start()] + how + possessive + token[core.end() :] if how else token


@dataclass(frozen=True)
class Utterance:
    """A text as it is to be said; `starts` are the places, in what is said, at which the tokens begin."""

    said: str
    starts: tuple[int, ...]
    tokens: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str, pronunciations: Pronunciations) -> "Utterance":
        """Tokens keep their order; a line break stays a short rest."""
        said, end = "", 0
        starts: list[int] = []
        tokens: list[tuple[int, str]] = []
        for match in TOKEN.finditer(text):
            said += _gap(text[end : match.start()]) if tokens else ""
            starts.append(len(said))
            tokens.append((match.start(), match.group()))
            said += pronunciations.of(match.group())
            end = match.end()
        return cls(said, tuple(starts), tuple(tokens))

    def words(self, marks: Iterable[tuple[int, int]], sound: Sound) -> tuple[Word, ...]:
        """Each token that is heard, from its first mark (a place in what is said, milliseconds) to the next one's."""
        onsets: dict[int, float] = {}
        for place, milliseconds in marks:
            token = bisect_right(self.starts, place) - 1
            if token >= 0:
                onsets.setdefault(token, sound.heard_from(min(milliseconds / 1000, sound.seconds)))
        heard = sorted(onsets.items(), key=lambda item: (item[1], item[0]))
        following = [*heard, (len(self.tokens), round(sound.seconds, 3))][1:]
        return tuple(
            word
            for (token, onset), (next_token, end) in zip(heard, following, strict=False)
            if end > onset
            for word in self._said_in_one(token, next_token, onset, end)
        )

    def _said_in_one(self, first: int, following: int, onset: float, end: float) -> Iterator[Word]:
        """The engine says some words in one ("I am"): such share their time by their letters."""
        tokens = [first, *(token for token in range(first + 1, following) if CORE.search(self.tokens[token][1]))]
        letters = sum(len(self.tokens[token][1]) for token in tokens)
        for token in tokens:
            offset, word = self.tokens[token]
            until = end if token == tokens[-1] else round(onset + (end - onset) * len(word) / letters, 3)
            yield Word(word, onset, until, offset)
            letters, onset = letters - len(word), until


def _gap(between: str) -> str:
    return "\n\n" if "\n" in between or "\u2029" in between else " "
