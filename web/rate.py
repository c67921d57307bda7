"""A limit on tries: so many in so long for one key, in this process's memory."""

import threading
import time
from collections import deque

from flask import current_app

from web.problems import Problem

MOST_KEYS = 10_000


class Rate:
    """Counts failures by key (an address, a user name); safe to share between threads."""

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries, self._seconds = tries, seconds
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> int:
        """Whole seconds until the next try is allowed; 0 when it is now."""
        now = time.monotonic()
        with self._lock:
            recent = self._failures.get(key, deque())
            while recent and recent[0] <= now - self._seconds:
                recent.popleft()
            return 0 if len(recent) < self._tries else int(recent[0] + self._seconds - now) + 1

    def check(self, key: str) -> None:
        """Raises Problem 429, which says when to come back, where there were too many."""
        wait_for(self.wait(key))

    def count(self, key: str) -> None:
        """One more try, whatever comes of it; raises Problem 429 where there were too many before."""
        self.check(key)
        self.note(key)

    def note(self, key: str) -> None:
        """One more failure."""
        with self._lock:
            if key not in self._failures and len(self._failures) >= MOST_KEYS:
                self._failures.pop(next(iter(self._failures)))
            self._failures.setdefault(key, deque(maxlen=self._tries)).append(time.monotonic())

    def forget(self, key: str) -> None:
        """A success: earlier failures no longer count."""
        with self._lock:
            self._failures.pop(key, None)


def rate_of(name: str, tries: int, seconds: float) -> Rate:
    """The limit of this name in this process."""
    found: Rate = current_app.extensions.setdefault(name, Rate(tries, seconds))
    return found


def wait_for(seconds: int) -> None:
    """Raises Problem 429 that says when to come back, unless that is now."""
    if seconds:
        raise Problem(429, "too_many", {"seconds": str(seconds)}, retry_after=seconds)
