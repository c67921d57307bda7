"""Turns: the messages of one conversation are understood one at a time, by whichever thread comes first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

LONGEST_WAIT_SECONDS = 15.0


class Turns:
    """A lock for each conversation that is talking now, in this process: Rasa's own lets the next one wait a second.

    `failed` holds the messages that the engine would not take, so that they do not hold up each one that follows.
    """

    def __init__(self) -> None:
        self.failed: set[int] = set()
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

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
