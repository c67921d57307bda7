"""A Rasa tokenizer that gives the classifier the same words as the gate, misspellings put right."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.files import read
from bot.understanding.words import Spellings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class WordsTokenizer(Tokenizer):
    """Splits a reply as `bot.understanding.words` does."""

    def __init__(self, config: dict[str, Any], spellings: Spellings) -> None:
        super().__init__(config)
        self._spellings = spellings

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What Rasa's tokenizers ask for; no intent is split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordsTokenizer:
        """Read the spellings from data/understanding."""
        return cls(config, Spellings.from_data(read("spellings")))

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """A reply without words, such as one emoji, is one token, since Rasa's featurizers want at least one."""
        text = str(message.get(attribute))
        tokens = [Token(token.text, token.start, token.end) for token in self._spellings.tokens(text)]
        return tokens or [Token(text, 0)]
