"""Turns: the messages of one conversation are understood one at a time, and not too many conversations' at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from web.admission import Admission

LONGEST_WAIT_SECONDS = 15.0
USUAL_MOST = 36
FOR_NEWCOMERS = 0.25
"""The part of all turns that can be under way beyond which nobody new comes in: the rest is for those inside."""


class Turns:
    """A lock for each conversation that is talking now, in this process: Rasa's own lets the next one wait a second.

    `most` turns are under way at once: whoever is told at once that there are more can be served sooner than whoever
    waits in a queue that grows. `failed` holds the messages that the engine would not take, so that they do not hold
    up each one that follows.
    """

    def __init__(self, most: int = USUAL_MOST, admission: Admission | None = None) -> None:
        self.failed: set[int] = set()
        self._admission = admission or Admission()
        self._most, self._under_way = most, 0
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    def busy_seconds(self, back: bool = False) -> int:
        """After so long somebody may come in, 0 where that is now; `back`: they already have a conversation."""
        if back:
            welcome = not self.strained
        else:
            welcome = self._under_way < self._most * FOR_NEWCOMERS and self._admission.lets_in()
        return 0 if welcome else self._admission.come_again()

    @property
    def strained(self) -> bool:
        """Whether those inside begin to wait, so that what can be done without is left."""
        return self._under_way >= self._most or self._admission.strained

    @contextmanager
    def room(self) -> Iterator[bool]:
        """Whether one more turn may be under way now; it is until the end."""
        with self._guard:
            room = self._under_way < self._most
            self._count(room)
        try:
            yield room
        finally:
            with self._guard:
                self._count(-room)

    @contextmanager
    def of(self, conversation_id: str) -> Iterator[bool]:
        """Whether it is our turn now; False where others took too long."""
        with self._guard:
            lock = self._locks.setdefault(conversation_id, threading.Lock())
        ours = lock.acquire(timeout=LONGEST_WAIT_SECONDS)
        try:
            yield ours
        finally:
            if ours:
                lock.release()

    def _count(self, more: int) -> None:
        self._under_way += more
        self._admission.note(self._under_way)
