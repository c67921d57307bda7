"""The voices a person may choose from, by plain names, and how words are said: as a practitioner may edit them."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from accessibility.speaking.utterance import Pronunciations

SLOWEST, FASTEST = 0.5, 2.0
"""Times the usual speed."""


@dataclass(frozen=True)
class Voice:
    """`id` is what a choice is kept as, `name` what a person reads, `engine` what eSpeak calls it."""

    id: str
    name: str
    engine: str
    pitch: int = 50


@dataclass(frozen=True)
class Voices:
    """In the order in which they are offered; the first is the usual one."""

    voices: tuple[Voice, ...]
    words_a_minute: int
    pronunciations: Pronunciations

    @classmethod
    def load(cls, folder: Path) -> "Voices":
        """From `voices.yml` and `pronunciations.yml` of a folder."""
        held = yaml.safe_load((folder / "voices.yml").read_text("utf-8"))
        said = yaml.load((folder / "pronunciations.yml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # "No" is a word
        voices = tuple(Voice(**item) for item in held["voices"])
        return cls(voices, held["words_a_minute"], Pronunciations(said))

    def find(self, voice_id: str | None) -> Voice | None:
        """The voice with this id; the usual one where none is asked for; None where there is no such voice."""
        return next((voice for voice in self.voices if voice.id == voice_id), None) if voice_id else self.voices[0]
