"""The engine as the web sees it: one turn at a time over loopback, and a clear failure when it does not answer."""

import hashlib
import hmac
import json
from dataclasses import dataclass

import urllib3

CONNECT_SECONDS, TURN_SECONDS = 1.0, 15.0


class EngineAway(Exception):
    """The engine did not take the turn: it may be starting again. The message is kept and can be sent again."""


class TurnFailed(EngineAway):
    """The engine is there and did not take this one turn: perhaps it never will, perhaps the actions are away."""


@dataclass(frozen=True)
class Turn:
    """What the engine is told of a message: a copy of its words, or the intent of what was tapped."""

    conversation_id: str
    message_id: str
    expects: str
    text: str | None = None
    intent: str | None = None


def engine_secret(secret_key: str) -> str:
    """What web, engine and actions share, made from the installation's key."""
    return hmac.new(secret_key.encode(), b"engine", hashlib.sha256).hexdigest()


class Engine:
    """A pool of connections to one engine; safe to share between threads."""

    def __init__(self, url: str, actions_url: str, secret_key: str) -> None:
        self._url, self._actions_url = url, actions_url
        self._headers = {"authorization": f"Bearer {engine_secret(secret_key)}", "content-type": "application/json"}
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=TURN_SECONDS)
        self._pool = urllib3.PoolManager(maxsize=32, timeout=timeout, retries=False)

    def turn(self, turn: Turn) -> None:
        """Have a kept message understood and decided; raises EngineAway where that was not confirmed."""
        body = json.dumps(vars(turn)).encode()
        try:
            reply = self._post(f"{self._url}/webhooks/mysay/turn", body)
        except urllib3.exceptions.HTTPError as error:
            raise EngineAway(type(error).__name__) from None
        if reply.status != 200:
            raise TurnFailed(str(reply.status))

    def ready(self) -> bool:
        """Whether the engine answers."""
        return self._answers(f"{self._url}/webhooks/mysay/")

    def actions_ready(self) -> bool:
        """Whether the action server answers."""
        return self._answers(f"{self._actions_url}/health")

    def _post(self, url: str, body: bytes) -> urllib3.BaseHTTPResponse:
        """Told again at once where an idle connection had just been closed: a turn told twice counts once."""
        try:
            return self._pool.request("POST", url, body=body, headers=self._headers)
        except urllib3.exceptions.ProtocolError:
            return self._pool.request("POST", url, body=body, headers=self._headers)

    def _answers(self, url: str) -> bool:
        try:
            return self._pool.request("GET", url, headers=self._headers).status == 200
        except urllib3.exceptions.HTTPError:
            return False
