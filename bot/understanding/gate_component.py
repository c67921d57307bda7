"""The gate as a part of Rasa's pipeline: it has the last word on the intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.gate import WORDS, Gate, Understood
from bot.understanding.loading import load_gate


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerOrWish(GraphComponent):
    """Turns the classifier's ranking into the final intent, and names the wish to offer, if any."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerOrWish:
        """Read the wishes from data/understanding and data/training."""
        return cls(load_gate())

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and, where the reply could also have been a wish, `offer`."""
        for message in messages:
            self._set(message, self._decide(message))
        return messages

    def _decide(self, message: Message) -> Understood:
        metadata = message.get("metadata") or {}
        ranking = {item["name"]: float(item["confidence"]) for item in message.get("intent_ranking") or []}
        return self._gate.decide(message.get("text") or "", str(metadata.get("expects") or WORDS), ranking)

    def _set(self, message: Message, understood: Understood) -> None:
        """The ranking is let go: nothing downstream may decide anew, and numpy numbers must not reach an event."""
        message.set("intent", {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
        message.set("intent_ranking", None)
        message.set("offer", understood.offer, add_to_output=True)
