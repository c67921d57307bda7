"""What is measured: something that can be trained, started and talked with."""

import http.client
import json
import time
from pathlib import Path
from typing import Any, Protocol

from bench.program import Program

Json = dict[str, Any]
SUCCESS = {200, 201}
TRIES, TRY_SECONDS = 120, 0.5


class TurnFailedError(Exception):
    """A turn got no proper reply: a fast failure must never count as a fast turn."""


class Talk(Protocol):
    """One conversation, a turn at a time."""

    def turn(self) -> bool:
        """Say one thing and have its whole reply; whether it was words to a question. Raises TurnFailedError."""

    def check(self) -> None:
        """Raise TurnFailedError where something that should have been kept was not."""


class Subject(Protocol):
    """One of the two."""

    name: str

    def prepare(self, folder: Path) -> None:
        """Lay out what it needs, in an empty folder."""

    def train(self) -> float:
        """Train from nothing; seconds."""

    def start(self) -> tuple[Program, float]:
        """Start with the trained model; the program, and the seconds until it was ready to talk."""

    def talk(self) -> Talk:
        """A new conversation with what was started."""


class Line:
    """A connection to a server on this machine that is kept open, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, path: str, body: Json, headers: dict[str, str] | None = None) -> Any:
        """The reply's JSON; raises TurnFailedError unless it is a success."""
        return self._ask("POST", path, json.dumps(body).encode(), headers or {})

    def enters(self, path: str, body: Json) -> Any:
        """As `post`, and again where it is too busy for newcomers; raises TurnFailedError where it stays so."""
        sent = json.dumps(body).encode()
        for _ in range(TRIES):
            status, content = self._exchange("POST", path, sent, {})
            if status in SUCCESS:
                return json.loads(content)
            time.sleep(TRY_SECONDS)
        raise TurnFailedError(f"{path}: {status} {content[:300]!r}")

    def get(self, path: str, headers: dict[str, str]) -> Any:
        """As `post`, with nothing sent."""
        return self._ask("GET", path, None, headers)

    def _ask(self, method: str, path: str, payload: bytes | None, headers: dict[str, str]) -> Any:
        try:
            status, content = self._exchange(method, path, payload, headers)
        except (ConnectionError, http.client.BadStatusLine):  # it was idle, and the server closed it
            self._connection.close()
            status, content = self._exchange(method, path, payload, headers)
        if status not in SUCCESS:
            raise TurnFailedError(f"{path}: {status} {content[:300]!r}")
        return json.loads(content)

    def _exchange(self, method: str, path: str, payload: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, payload, {"Content-Type": "application/json", **headers})
        reply = self._connection.getresponse()
        return reply.status, reply.read()
