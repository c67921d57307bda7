"""Speech: sound, and when each word of the text is heard."""

from dataclasses import dataclass

SAMPLE_BYTES = 2


@dataclass(frozen=True)
class Word:
    """A stretch of the text without white space: seconds, and where it stands in code points."""

    word: str
    start: float
    end: float
    offset: int

    @property
    def length(self) -> int:
        """How many code points it has."""
        return len(self.word)


@dataclass(frozen=True)
class Speech:
    """16-bit mono samples, and the words in the order in which they are heard."""

    audio: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.audio) / SAMPLE_BYTES / self.sample_rate
