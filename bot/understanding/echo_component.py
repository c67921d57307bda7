"""Words to take up again, as a part of Rasa's pipeline: spaCy reads an answer, and only its place is passed on."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.echo import Echo, load_echo

ANSWERS = frozenset({"words", "choice", "yes_no"})
"""What a question expects where its answer may be followed up: no menu, and no correction."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class WordsToTakeUp(GraphComponent):
    """Sets `echo: [start, end]` on an answer that has words to take up."""

    def __init__(self, echo: Echo) -> None:
        self._echo = echo

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordsToTakeUp:
        """Load the spaCy model once, before the first message."""
        return cls(load_echo())

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at answers alone, and at none that somebody need worry about."""
        for message in messages:
            place = self._echo.find(str(message.get("text") or "")) if _worth(message) else None
            if place:
                message.set("echo", list(place), add_to_output=True)
        return messages


def _worth(message: Message) -> bool:
    intent, safety = message.get("intent") or {}, message.get("safety") or {}
    expects = (message.get("metadata") or {}).get("expects")
    plain = intent.get("name") == "answer" and not message.get("offer")
    return plain and safety.get("level", "none") == "none" and expects in ANSWERS
