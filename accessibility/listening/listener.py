"""Listening to one person: their sound is held in memory until the end, so that a dead engine loses nothing."""

import contextlib
import itertools
from collections.abc import Sequence

from accessibility.listening.engine import BYTES_A_SECOND
from accessibility.listening.heard import Heard
from accessibility.listening.process import Died, Process, Unusable
from accessibility.listening.request import Begin, End, Failed, Feed, Reply, Request, Unknown

STRETCH = 10 * BYTES_A_SECOND
"""So much is fed at once, that others are heard in between."""
_numbers = itertools.count(1)


class Listener:
    """A recogniser whose engine is in another process."""

    def __init__(self, process: Process, choices: Sequence[str] = ()) -> None:
        self._process, self._choices = process, tuple(choices)
        self._number = next(_numbers)
        self._pcm = bytearray()
        self._begun = False
        self.heard = Heard()

    def begin(self) -> None:
        """Have the engine ready; raises Unusable."""
        self._ask(Begin(self._number, self._choices))
        self._begun = True

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; the words so far. Raises Unusable."""
        if not self._begun:
            self.begin()
        for start in range(0, len(pcm), STRETCH):
            stretch = pcm[start : start + STRETCH]
            self.heard = self._ask(Feed(self._number, stretch, partial))
            self._pcm += stretch
        return self.heard

    def close(self) -> Heard:
        """All words; the sound is forgotten. Raises Unusable."""
        if not self._begun:
            return Heard(final=True)
        self.heard = self._ask(End(self._number))
        self.leave()
        return self.heard

    def leave(self) -> None:
        """Nobody waits for the words any more: forget everything."""
        if self._begun and not self.heard.final:
            with contextlib.suppress(Died, Unusable):
                self._process.ask(End(self._number, wanted=False))
        self._begun = False
        self._pcm.clear()

    def _ask(self, request: Request) -> Heard:
        reply = self._try(request)
        if isinstance(reply, Unknown):
            self._tell_again()
            reply = self._try(request)
        if not isinstance(reply, Heard):
            raise Unusable(reply.why if isinstance(reply, Failed) else "it died twice")
        return reply

    def _try(self, request: Request) -> Reply:
        try:
            return self._process.ask(request)
        except Died:
            return Unknown()

    def _tell_again(self) -> None:
        """A new process knows nothing of what was said so far."""
        self._try(Begin(self._number, self._choices))
        for start in range(0, len(self._pcm), STRETCH):
            self._try(Feed(self._number, bytes(self._pcm[start : start + STRETCH]), partial=False))
