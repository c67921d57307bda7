"""The one small interface that every engine has: feed it sound, hear words, close it."""

from collections.abc import Sequence
from typing import Protocol

from accessibility.listening.heard import Heard

RATE = 16_000
"""Samples a second: 16 bits each, little-endian, one channel."""
BYTES_A_SECOND = RATE * 2


class Recogniser(Protocol):
    """Hears one utterance, however long its pauses."""

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; all words so far, the newest of them still open. Without `partial` they may wait for the end."""

    def close(self) -> Heard:
        """The end of the utterance: all its words."""


class Engine(Protocol):
    """A model, loaded."""

    def listen(self, choices: Sequence[str] = ()) -> Recogniser:
        """Begin an utterance; `choices` are the answers that are likely, where the engine can make use of them."""
