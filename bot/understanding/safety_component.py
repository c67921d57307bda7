"""The safety rules and the trained ear as a part of Rasa's pipeline: they see every reply, whatever it is taken for."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.ear import TrainedEar
from bot.understanding.loading import load_safety, train_ear

_FILE = "ear.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CryForHelp(GraphComponent):
    """Sets `safety` on every message; it never touches the intent, so that no answer is lost to a concern."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, ear: TrainedEar | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._safety = load_safety(ear)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CryForHelp:
        """Start without an ear: it is trained next."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Teach the ear from data/understanding/cries, with every answer and wish as everyday talk."""
        import joblib

        everyday = [str(example.get("text")) for example in training_data.intent_examples if example.get("text")]
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(train_ear(everyday).model, folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CryForHelp:
        """Bring back the ear of a trained model; the rules are read from data/understanding."""
        import joblib

        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, TrainedEar(joblib.load(folder / _FILE)))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that is learnt later stands on this."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the whole text, also where the engine got a shortened copy of it."""
        for message in messages:
            metadata = message.get("metadata") or {}
            whole = str(metadata.get("whole") or message.get("text") or "")
            message.set("safety", self._safety.look(whole, message.get("sensed") or 0.0).as_data(), add_to_output=True)
        return messages
