"""A part of Rasa's pipeline that learns once, and keeps what it learnt in the model."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

Learnt = TypeVar("Learnt")
FILE = "learnt.joblib"


class Taught(GraphComponent, Generic[Learnt]):
    """What Rasa asks of such a part; a subclass says what is learnt, and how it is kept."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: Learnt | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._learnt = learnt

    @abstractmethod
    def learn(self, taught: list[tuple[str, str]]) -> Learnt:
        """From the replies of data/training, each with its intent."""

    @staticmethod
    def save(learnt: Learnt, folder: Path) -> None:
        """Keep it in a folder of the model, as joblib keeps what scikit-learn has learnt."""
        import joblib

        joblib.dump(learnt, folder / FILE)

    @staticmethod
    def restore(folder: Path) -> Learnt:
        """Bring it back."""
        import joblib

        return joblib.load(folder / FILE)  # type: ignore[no-any-return]  # a file of our own model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Taught[Learnt]:
        """Start without anything learnt: that comes next."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep it."""
        examples = training_data.intent_examples
        learnt = self.learn([(str(example.get("text")), str(example.get("intent"))) for example in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self.save(learnt, folder)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> Taught[Learnt]:  # fmt: skip
        """Bring back what a trained model learnt."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, cls.restore(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that is learnt later stands on this."""
        return training_data
