"""What the views work with: the content, the store and the engines, made once for each process."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from accessibility.listening.room import Room
from accessibility.own_symbols import OwnSymbols
from accessibility.speaking.speaker import Speaker
from accessibility.symbols import Symbols
from bot.interview.bank import Bank
from bot.interview.languages.tongues import Tongues
from bot.interview.library import load
from operating.settings import Settings
from records.conversation import Conversation
from records.store import Store
from web.engines import Engines
from web.kit import with_own_pictures
from web.turns import Turns


@dataclass(frozen=True)
class Services:
    """Shared by all threads of a process."""

    settings: Settings
    bank: Bank
    store: Store
    engine: Engines
    symbols: Symbols
    speaker: Speaker
    listening: Room
    tongues: Tongues
    symbols_said: Mapping[str, Symbols]
    shipped: Bank
    """The content before a school's own pictures came in."""
    own_symbols: OwnSymbols = field(default_factory=OwnSymbols)
    turns: Turns = field(default_factory=Turns)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger("mysay.web"))

    @classmethod
    def of(cls, settings: Settings, like: "Services | None" = None) -> "Services":
        """Load the content, point at the store and the engines; `like`: whose content, voices and ears are shared."""
        engine = Engines(settings.engines, settings.engine_secret, settings.engine_authority, settings.school)
        own = OwnSymbols.load(settings.symbols)
        symbols = Symbols.load(settings.data / "symbols" / "index.yml").with_own(own)
        shipped = like.shipped if like else load(settings.data)  # to read it takes longer than all else here
        bank = with_own_pictures(shipped, own)
        speaker = like.speaker if like else Speaker.load(settings.data / "speaking")
        listening = like.listening if like else Room.of(settings.listening, settings.vosk_model, settings.vosk_models)
        tongues = Tongues.load(bank, settings.data, settings.languages)
        said = {name: symbols.said(one.text) for name, one in tongues.catalogues.items()}
        store = Store(settings.database, settings.database_key)
        turns = Turns(settings.turns)
        return cls(settings, bank, store, engine, symbols, speaker, listening, tongues, said, shipped, own, turns)

    def symbols_of(self, conversation: Conversation) -> Symbols:
        """The pictures, with their words in the language of a conversation."""
        return self.symbols_said[self.tongues.bank(conversation).language]


def services() -> Services:
    """Those of the application that is being asked."""
    return cast(Services, current_app.extensions["mysay"])
