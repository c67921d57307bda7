"""The ranking of wishes and the gate as a part of Rasa's pipeline: they have the word on the intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.gate import WORDS, Understood
from bot.understanding.loading import load_gate
from bot.understanding.ranking import WishRanking, agreed

_FILE = "ranking.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerOrWish(GraphComponent):
    """Decides on the intent, and names the wish to offer, if any.

    One component, and not Rasa's tokenizer, featurizers and classifier: the same features and weights without a sparse
    matrix and a fingerprint for each sentence, which took a third of the training.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, ranking: WishRanking | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._ranking = ranking
        self._gate = load_gate()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerOrWish:
        """Start without a ranking: it is trained next."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of data/training, as the gate reads their words."""
        import joblib

        taught = [(str(example.get("text")), str(example.get("intent"))) for example in training_data.intent_examples]
        ranking = WishRanking.train([self._words(text) for text, _ in taught], [intent for _, intent in taught])
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(ranking.classifier, folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AnswerOrWish:
        """Bring back the ranking of a trained model; the wishes are read from data/understanding and data/training."""
        import joblib

        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, WishRanking(joblib.load(folder / _FILE)))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that is learnt later stands on this."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and, where the reply could also have been a wish, `offer`."""
        for message in messages:
            understood = self._decide(message)
            message.set("intent", {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
            message.set("offer", understood.offer, add_to_output=True)
        return messages

    def _decide(self, message: Message) -> Understood:
        text = message.get("text") or ""
        expects = str((message.get("metadata") or {}).get("expects") or WORDS)
        ranking = self._ranking.rank(self._words(text)) if self._ranking else {}
        sensed = message.get("wishes")
        return self._gate.decide(text, expects, agreed(ranking, sensed) if sensed else ranking)

    def _words(self, text: str) -> str:
        """The words as the gate knows them; a reply without any, such as one emoji, stands for itself."""
        return " ".join(self._gate.wishes.spellings.split(text)) or text
