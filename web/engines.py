"""All engines as the web sees them: a conversation's turns go to one of them, and to the next where that is away."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from web.engine import TURN_SECONDS, Engine, EngineAway, Health, Turn, TurnFailed

PATIENCE_SECONDS = 8.0
"""How long a turn may take before the next engine is tried; a turn that two have taken counts once."""


class Engines:
    """Safe to share between threads. No engine remembers anything, so that any of them can take any turn."""

    def __init__(self, addresses: Sequence[str], secret: str, authority: Path | None = None, school: str = "") -> None:
        self._engines = [Engine(address, secret, authority, school) for address in addresses]

    def turn(self, turn: Turn) -> None:
        """Have a kept message understood and decided; raises EngineAway where none of them confirmed it.

        Raises TurnFailed where one that was whole would not take it, and no other did.
        """
        failures: list[EngineAway] = []
        order = self._order(turn.conversation_id)
        for place, engine in enumerate(order, 1):
            try:
                return engine.turn(turn, TURN_SECONDS if place == len(order) else PATIENCE_SECONDS)
            except EngineAway as failure:
                failures.append(failure)
        raise next((failure for failure in failures if isinstance(failure, TurnFailed)), EngineAway("none answers"))

    def health(self) -> list[Health | None]:
        """What each tells of itself, in the order of the addresses; None for those that do not answer."""
        if len(self._engines) < 2:
            return [engine.health() for engine in self._engines]
        with ThreadPoolExecutor(len(self._engines)) as pool:
            return list(pool.map(Engine.health, self._engines))

    def _order(self, conversation_id: str) -> list[Engine]:
        """Whom to try: the same first one from every web, others by their share; all, where none seems to be there.

        Two messages of one conversation at once then wait for each other in one engine, which understands them in turn.
        """

        def share(engine: Engine) -> bytes:
            return hashlib.blake2b(f"{conversation_id} {engine.url}".encode()).digest()

        if len(self._engines) < 2:
            return self._engines
        usable = [engine for engine in self._engines if engine.usable()]
        return sorted(usable or self._engines, key=share)
