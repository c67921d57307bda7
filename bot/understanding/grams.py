"""What two readers of words go by: words, their neighbours, and pieces of words, which forgive misspellings."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Grams:
    """Up to so many words in a row, and pieces of words of from `shortest` to `longest` letters."""

    words: int
    shortest: int
    longest: int

    def __call__(self, text: str) -> list[str]:
        """All of them in a text of known words with spaces between them; "|" tells a word from a piece of one."""
        words = text.split()
        return [*self._rows(words), *(piece for word in words for piece in self._pieces(f" {word} "))]

    def _rows(self, words: list[str]) -> Iterator[str]:
        for size in range(1, self.words + 1):
            for at in range(len(words) - size + 1):
                yield "|".join([*words[at : at + size], ""])

    def _pieces(self, word: str) -> Iterator[str]:
        for size in range(self.shortest, self.longest + 1):
            for at in range(max(len(word) - size + 1, 1)):
                yield word[at : at + size]
