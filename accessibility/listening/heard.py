"""What was heard: words with the time at which they were said and how sure the engine is of each."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Word:
    """One word; `start` and `end` in seconds from the beginning, `confidence` from 0 to 1."""

    word: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Heard:
    """All words so far, in order; `final` once nothing more is coming."""

    words: tuple[Word, ...] = ()
    final: bool = False

    @property
    def text(self) -> str:
        """The words as one writes them."""
        return " ".join(word.word for word in self.words)

    def as_json(self) -> dict[str, Any]:
        """As the API sends it."""
        return {"text": self.text, "words": [asdict(word) for word in self.words]}
