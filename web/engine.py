"""One engine as the web sees it: a turn at a time, and a clear failure when it does not answer."""

import json
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import urllib3

from operating.keys import SCHOOL

CONNECT_SECONDS, TURN_SECONDS, READY_SECONDS = 1.0, 15.0, 3.0
LEFT_OUT_SECONDS = 5.0
"""For how long an engine that did not answer is asked nothing, where there are others."""


class EngineAway(Exception):
    """The engine did not take the turn: it may be starting again. The message is kept and can be sent again."""


class TurnFailed(EngineAway):
    """The engine and its record desk are there and did not take this one turn: perhaps they never will."""


@dataclass(frozen=True)
class Turn:
    """What the engine is told of a message: a copy of its words, or the intent of what was tapped."""

    conversation_id: str
    message_id: str
    expects: str
    text: str | None = None
    intent: str | None = None


@dataclass(frozen=True)
class Health:
    """What an engine tells of itself: whether its record desk answers, and the name of the model that it serves."""

    actions: bool
    model: str


class Engine:
    """A pool of connections to one engine; safe to share between threads.

    `authority`: the PEM file of who signed its certificate, where the system does not know them.
    """

    def __init__(self, url: str, secret: str, authority: Path | None = None, school: str = "") -> None:
        self.url = url.rstrip("/")
        self._headers = {"authorization": f"Bearer {secret}", "content-type": "application/json", SCHOOL: school}
        self._pool = urllib3.PoolManager(maxsize=32, retries=False, ca_certs=str(authority) if authority else None)
        self._lock, self._left_out_until = threading.Lock(), 0.0

    def turn(self, turn: Turn, seconds: float = TURN_SECONDS) -> None:
        """Have a kept message understood and decided; raises EngineAway where that was not confirmed in so long."""
        try:
            status = self._post(json.dumps(vars(turn)).encode(), seconds)
        except urllib3.exceptions.HTTPError as error:
            self._leave_out()
            raise EngineAway(type(error).__name__) from None
        if status != 200:
            self._refused(status)

    def health(self) -> Health | None:
        """What it tells of itself; None where it does not answer, or does not know us."""
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READY_SECONDS)
        try:
            reply = self._pool.request(
                "GET", f"{self.url}/webhooks/mysay/ready", headers=self._headers, timeout=timeout
            )
            return Health(**reply.json()) if reply.status == 200 else None
        except (urllib3.exceptions.HTTPError, ValueError, TypeError):
            return None

    def whole(self) -> bool:
        """Whether it answers, and its record desk too."""
        found = self.health()
        return found is not None and found.actions

    def usable(self) -> bool:
        """Whether to give it a turn: one that was left out is asked first, by one thread at a time."""
        with self._lock:
            if not self._left_out_until:
                return True
            if time.monotonic() < self._left_out_until:
                return False
            self._left_out_until = time.monotonic() + LEFT_OUT_SECONDS
        if self.whole():
            self._left_out_until = 0.0
            return True
        return False

    def _leave_out(self) -> None:
        self._left_out_until = time.monotonic() + LEFT_OUT_SECONDS

    def _refused(self, status: int) -> None:
        if self.whole():
            raise TurnFailed(str(status))
        self._leave_out()
        raise EngineAway(str(status))

    def _post(self, body: bytes, seconds: float) -> int:
        """Told again at once where an idle connection had just been closed: a turn told twice counts once."""
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=seconds)
        url = f"{self.url}/webhooks/mysay/turn"
        try:
            return self._pool.request("POST", url, body=body, headers=self._headers, timeout=timeout).status
        except urllib3.exceptions.ProtocolError:
            return self._pool.request("POST", url, body=body, headers=self._headers, timeout=timeout).status
