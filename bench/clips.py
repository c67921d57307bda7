"""Recordings of people, and what they say in them."""

import csv
from dataclasses import dataclass
from pathlib import Path

from accessibility.listening.engine import BYTES_A_SECOND
from accessibility.listening.sound import pcm_of
from tests.speech import SAID


@dataclass(frozen=True)
class Clip:
    """What somebody said, in words and in sound."""

    name: str
    said: str
    pcm: bytes

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.pcm) / BYTES_A_SECOND


def load(folder: Path) -> list[Clip]:
    """All that `transcripts.tsv` names (id, text); where there is none, those of the tests."""
    said, transcripts = SAID, folder / "transcripts.tsv"
    if transcripts.exists():
        with transcripts.open(encoding="utf-8", newline="") as file:
            said = {row["id"]: row["text"] for row in csv.DictReader(file, delimiter="\t")}
    return [Clip(name, words, pcm_of((folder / f"{name}.wav").read_bytes())) for name, words in said.items()]
