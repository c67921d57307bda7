"""So many may be listened to at once; the next ones wait their turn, and those after them are asked to come back."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Full(Exception):
    """Everybody else is being listened to."""


class Places:
    """Counts who is there; safe to share between threads."""

    def __init__(self, places: int, waiting: int, each: int) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._most, self._each = places + waiting, each
        self._there: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, person: str, seconds: float, told: Callable[[], None] = lambda: None) -> Iterator[None]:
        """A place, at once or after a wait of which `told` is called; raises Full."""
        self._come(person)
        try:
            if not self._free.acquire(blocking=False):
                told()
                if not self._free.acquire(timeout=seconds):
                    raise Full
            try:
                yield
            finally:
                self._free.release()
        finally:
            with self._lock:
                self._there[person] -= 1
                self._there += Counter()  # drops those who are gone

    def _come(self, person: str) -> None:
        with self._lock:
            if self._there.total() >= self._most or self._there[person] >= self._each:
                raise Full
            self._there[person] += 1
