"""The voices a person may choose from, by plain names, and how words are said: as a practitioner may edit them."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from accessibility.speaking.utterance import Pronunciations

ENGLISH = "en-GB"
SLOWEST, FASTEST = 0.5, 2.0
"""Times the usual speed."""


@dataclass(frozen=True)
class Voice:
    """`id` is what a choice is kept as, `name` what a person reads, `engine` what eSpeak calls it."""

    id: str
    name: str
    engine: str
    pitch: int = 50
    language: str = ENGLISH


@dataclass(frozen=True)
class Voices:
    """In the order in which they are offered; the first is the usual one."""

    voices: tuple[Voice, ...]
    words_a_minute: int
    pronunciations: Pronunciations

    @classmethod
    def load(cls, folder: Path) -> "Voices":
        """From `voices.yml` and `pronunciations.yml` of a folder."""
        held = yaml.load((folder / "voices.yml").read_text("utf-8"), yaml.CSafeLoader)
        said = yaml.load((folder / "pronunciations.yml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506  # "No" is a word
        voices = tuple(Voice(**item) for item in held["voices"])
        return cls(voices, held["words_a_minute"], Pronunciations(said))

    def of(self, language: str) -> tuple[Voice, ...]:
        """Those that speak a language; the English ones where none does."""
        found = tuple(voice for voice in self.voices if voice.language == language)
        return found or self.of(ENGLISH)

    def find(self, voice_id: str | None, language: str = ENGLISH) -> Voice | None:
        """The voice with this id, or the usual one for the language; None where there is no such voice.

        One that speaks another language stays silent: its words could not be understood.
        """
        known, speaking = {voice.id: voice for voice in self.voices}, self.of(language)
        if voice_id and voice_id not in known:
            return None
        return known[voice_id] if voice_id and known[voice_id] in speaking else speaking[0]

    def how(self, voice: Voice) -> Pronunciations:
        """How a voice is told to say words that it would say wrongly: what is known is for English ones."""
        return self.pronunciations if voice.language == ENGLISH else Pronunciations({})
