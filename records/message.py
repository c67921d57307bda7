"""A message from the person: their words as they came, and the reply that it got."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

LONGEST_WORDS = 10_000
"""The most characters (code points) that one message may hold."""

RECALL = "recall"
"""The aspect of a part that says back what was said to a question last time."""


class Input(str, Enum):
    """How it was said."""

    TYPED = "typed"
    SPOKEN = "spoken"
    PICTURES = "pictures"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Picked:
    """What was given besides words: ids of choices, cards put in heaps, a place on a scale (from 1), a drawing's id."""

    choices: tuple[str, ...] = ()
    cards: Mapping[str, str] = field(default_factory=dict)
    scale: int | None = None
    drawing: str | None = None

    def __bool__(self) -> bool:
        return bool(self.choices or self.cards or self.scale is not None or self.drawing)


@dataclass(frozen=True)
class Said:
    """What a person sent once: exactly one of words, something picked, or a wish (a button)."""

    message_id: str
    question_id: str | None = None
    words: str | None = None
    picked: Picked = field(default_factory=Picked)
    wish: str | None = None
    input: Input = Input.TYPED
    edited: bool = False


@dataclass(frozen=True)
class Part:
    """One thing the assistant says back, by reference: its words are in the content, chosen when it is shown."""

    kind: str
    wording: str | None = None
    question_id: str | None = None
    aspect: str = "ask"
    offer: str | None = None
    echo: tuple[int, int] | None = None


@dataclass(frozen=True)
class Reply:
    """What a message was taken for and what came back; kept so that a resent message gets the same."""

    understood_as: str
    parts: tuple[Part, ...]
    state: str
    progress: Mapping[str, object]


@dataclass(frozen=True)
class Message:
    """A kept message; `reply` is None until the engine has decided, words are None where erased or set apart."""

    seq: int
    conversation_id: str
    said: Said
    received: str
    reply: Reply | None = None
