"""Last time: the conversation that came before, as the person proved, and what was done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.answer import Answer
from records.conversation import Conversation
from records.responses import Response


@dataclass(frozen=True)
class LastTime:
    """The earlier conversation with its answers, and the newest response to each."""

    conversation: Conversation
    answers: Sequence[Answer]
    responses: Mapping[str, Response]
