"""The safety rules and the trained ear as a part of Rasa's pipeline: they see every reply, whatever it is taken for."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.ear import TrainedEar
from bot.understanding.loading import load_safety, train_ear
from bot.understanding.taught import Taught


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CryForHelp(Taught[TrainedEar]):
    """Sets `safety` on every message; it never touches the intent, so that no answer is lost to a concern."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: TrainedEar | None = None) -> None:
        super().__init__(model_storage, resource, learnt)
        self._safety = load_safety(learnt)

    def learn(self, taught: list[tuple[str, str]]) -> TrainedEar:
        """From data/understanding/cries, with every answer and wish as everyday talk."""
        return train_ear([text for text, _ in taught])

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the whole text, also where the engine got a shortened copy of it."""
        for message in messages:
            metadata = message.get("metadata") or {}
            whole = str(metadata.get("whole") or message.get("text") or "")
            found = self._safety.look(whole, message.get("sensed") or 0.0)
            message.set("safety", found.as_data(), add_to_output=True)
        return messages
