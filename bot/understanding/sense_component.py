"""The sense of a reply as a part of Rasa's pipeline: taken once, for the gate and for safety."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.heads import Heads
from bot.understanding.loading import taught_heads
from bot.understanding.pieces import pieces
from bot.understanding.sense import find_sense
from bot.understanding.taught import Taught

_FILE = "heads.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SenseOfWords(Taught[Heads]):
    """Sets `sensed` (how near a reply is to a cry for help) and `wishes` (how likely each is) for those that follow."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: Heads | None = None) -> None:
        super().__init__(model_storage, resource, learnt)
        self._sense = find_sense() if learnt else None

    def learn(self, taught: list[tuple[str, str]]) -> Heads:
        """As it was published, or anew where the sentences were changed since; those are the ones in `taught`."""
        return taught_heads()

    @staticmethod
    def save(learnt: Heads, folder: Path) -> None:
        """As arrays."""
        learnt.save(folder / _FILE)

    @staticmethod
    def restore(folder: Path) -> Heads:
        """From arrays."""
        return Heads.load(folder / _FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Safety's part reads the whole text, also where the engine got a shortened copy of it."""
        for message in messages:
            if self._learnt is None or self._sense is None:
                break
            text = str(message.get("text") or "")
            whole = str((message.get("metadata") or {}).get("whole") or text)
            senses = [self._sense(piece) for piece in pieces(whole)]
            message.set("sensed", max(map(self._learnt.alarm, senses)))
            message.set("wishes", self._learnt.rank(senses[0]))
        return messages
