"""The tongues: the content in each language that is on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.interview.bank import Bank
from bot.interview.languages.catalogue import Catalogue, catalogue
from bot.interview.languages.translated import translated
from records.conversation import Conversation

LANGUAGE = "language"
"""The adjustment that holds somebody's language."""


@dataclass(frozen=True)
class Tongues:
    """Banks and catalogues by language; the first is the one for whoever chose none."""

    banks: Mapping[str, Bank]
    catalogues: Mapping[str, Catalogue]

    @classmethod
    def load(cls, bank: Bank, data: Path, languages: Iterable[str]) -> "Tongues":
        """The English bank in each of the languages."""
        found = {language: catalogue(data, language) for language in languages}
        return cls({language: translated(bank, one) for language, one in found.items()}, found)

    @property
    def usual(self) -> str:
        """The language of whoever chose none."""
        return next(iter(self.banks))

    def one_of(self, language: object) -> str:
        """The language, where it is on; else the usual one."""
        return language if isinstance(language, str) and language in self.banks else self.usual

    def bank(self, conversation: Conversation) -> Bank:
        """The content in the language of a conversation."""
        return self.banks[self.one_of(conversation.adjustments.get(LANGUAGE))]
