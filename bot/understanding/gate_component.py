"""The ranking of wishes and the gate as a part of Rasa's pipeline: they have the word on the intent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.gate import WORDS, Understood
from bot.understanding.loading import load_gate
from bot.understanding.ranking import WishRanking, agreed
from bot.understanding.taught import Taught


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerOrWish(Taught[WishRanking]):
    """Decides on the intent, and names the wish to offer, if any.

    One component, and not Rasa's tokenizer, featurizers and classifier: the same features and weights without a sparse
    matrix and a fingerprint for each sentence, which took half of the training.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: WishRanking | None = None) -> None:
        super().__init__(model_storage, resource, learnt)
        self._gate = load_gate()

    def learn(self, taught: list[tuple[str, str]]) -> WishRanking:
        """From the examples of data/training, as the gate reads their words."""
        return WishRanking.train([self._words(text) for text, _ in taught], [intent for _, intent in taught])

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
        ranking = self._learnt.rank(self._words(text)) if self._learnt else {}
        sensed = message.get("wishes")
        return self._gate.decide(text, expects, agreed(ranking, sensed) if sensed else ranking)

    def _words(self, text: str) -> str:
        """The words as the gate knows them; a reply without any, such as one emoji, stands for itself."""
        return " ".join(self._gate.wishes.spellings.split(text)) or text
