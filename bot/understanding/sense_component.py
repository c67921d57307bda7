"""The sense of a reply as a part of Rasa's pipeline: taken once, for the gate and for safety."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.heads import Heads
from bot.understanding.loading import taught_heads
from bot.understanding.pieces import pieces
from bot.understanding.sense import find_sense

_FILE = "heads.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SenseOfWords(GraphComponent):
    """Sets `sensed` (how near a reply is to a cry for help) and `wishes` (how likely each is) for those that follow."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, heads: Heads | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._heads = heads
        self._sense = find_sense() if heads else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SenseOfWords:
        """Start without what was taught: that comes next."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep what was taught from the sentences as they are published, or teach it anew where they were changed."""
        with self._model_storage.write_to(self._resource) as folder:
            taught_heads().save(folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SenseOfWords:
        """Bring back what a trained model was taught."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Heads.load(folder / _FILE))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that is learnt later stands on this."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Safety's part reads the whole text, also where the engine got a shortened copy of it."""
        for message in messages:
            if self._heads is None or self._sense is None:
                break
            text = str(message.get("text") or "")
            whole = str((message.get("metadata") or {}).get("whole") or text)
            senses = [self._sense(piece) for piece in pieces(whole)]
            message.set("sensed", max(map(self._heads.alarm, senses)))
            message.set("wishes", self._heads.rank(senses[0]))
        return messages
