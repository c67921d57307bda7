"""What was read lately, in memory alone: questions are heard again and again, by one child and by the next."""

import threading
import time
from collections import OrderedDict

from accessibility.speaking.speech import Speech

MOST_BYTES = 48_000_000
MOST_SECONDS = 15 * 60


class Cache:
    """Bounded by size, and by the time since something was last heard; shared by threads; never on disk."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._most_bytes, self._most_seconds = most_bytes, most_seconds
        self._held: OrderedDict[tuple[object, ...], tuple[float, Speech]] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def find(self, key: tuple[object, ...]) -> Speech | None:
        """What was kept under this key, which is fresh again with that."""
        with self._lock:
            self._drop()
            found = self._held.pop(key, None)
            if found is None:
                return None
            self._held[key] = time.monotonic(), found[1]
            return found[1]

    def keep(self, key: tuple[object, ...], speech: Speech) -> None:
        """Keep it, and let go of what was heard longest ago."""
        with self._lock:
            if key not in self._held:
                self.bytes += len(speech.audio)
            self._held[key] = time.monotonic(), speech
            self._held.move_to_end(key)
            self._drop()

    def _drop(self) -> None:
        """The oldest stands first."""
        until = time.monotonic() - self._most_seconds
        while self._held and (self.bytes > self._most_bytes or next(iter(self._held.values()))[0] < until):
            _, (_, speech) = self._held.popitem(last=False)
            self.bytes -= len(speech.audio)
