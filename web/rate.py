"""Limits on tries: so many in so long for one key, in this process's memory or counted by all processes together."""

import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timezone

from flask import current_app

from operating.keys import derived
from web.problems import Problem
from web.services import services

MOST_KEYS = 10_000


class Limit(ABC):
    """Counts tries by key (an address, a user name); safe to share between threads."""

    @abstractmethod
    def wait(self, key: str) -> int:
        """Whole seconds until the next try is allowed; 0 when it is now."""

    @abstractmethod
    def note(self, key: str) -> None:
        """One more try."""

    @abstractmethod
    def forget(self, key: str) -> None:
        """A success: earlier tries no longer count."""

    def check(self, key: str) -> None:
        """Raises Problem 429, which says when to come back, where there were too many."""
        wait_for(self.wait(key))

    def count(self, key: str) -> None:
        """One more try, whatever comes of it; raises Problem 429 where there were too many before."""
        self.check(key)
        self.note(key)


class Rate(Limit):
    """In this process's memory: quick, for what is asked often and is no secret."""

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries, self._seconds = tries, seconds
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> int:
        now = time.monotonic()
        with self._lock:
            recent = self._failures.get(key, deque())
            while recent and recent[0] <= now - self._seconds:
                recent.popleft()
            return 0 if len(recent) < self._tries else int(recent[0] + self._seconds - now) + 1

    def note(self, key: str) -> None:
        with self._lock:
            if key not in self._failures and len(self._failures) >= MOST_KEYS:
                self._failures.pop(next(iter(self._failures)))
            self._failures.setdefault(key, deque(maxlen=self._tries)).append(time.monotonic())

    def forget(self, key: str) -> None:
        with self._lock:
            self._failures.pop(key, None)


@dataclass(frozen=True)
class Kept(Limit):
    """In the store, for passwords and codes: one limit however many processes there are, and after a restart."""

    name: str
    tries: int
    seconds: float

    def wait(self, key: str) -> int:
        until = services().store.failed_tries.until(self._named(key), self.tries)
        if until is None:
            return 0
        return max(1, int((datetime.fromisoformat(until) - datetime.now(timezone.utc)).total_seconds()) + 1)

    def note(self, key: str) -> None:
        services().store.failed_tries.note(self._named(key), self.seconds)

    def forget(self, key: str) -> None:
        services().store.failed_tries.forget(self._named(key))

    def count(self, key: str) -> None:
        self.check(key)
        with services().store.transaction():  # looked at again within it, so that many at once are not let through
            super().count(key)

    def _named(self, key: str) -> str:
        """Signed: from a plain digest, all four billion addresses could be tried."""
        return derived(services().settings.secret_key, f"{self.name} {key}")


def rate_of(name: str, tries: int, seconds: float) -> Rate:
    """The limit of this name in this process."""
    found: Rate = current_app.extensions.setdefault(name, Rate(tries, seconds))
    return found


def wait_for(seconds: int) -> None:
    """Raises Problem 429 that says when to come back, unless that is now."""
    if seconds:
        raise Problem(429, "too_many", {"seconds": str(seconds)}, retry_after=seconds)
