"""A small client of the HTTP API, for the commands that hold a conversation."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import urllib3

Json = dict[str, Any]
TRIES = 20


class Refused(Exception):
    """The server said no; holds its plain words."""


@dataclass(frozen=True)
class Talk:
    """One conversation over HTTP."""

    base: str
    id: str
    token: str
    opening: Json

    @classmethod
    def start(cls, base: str, **fields: Any) -> "Talk":
        """Open a conversation; raises Refused."""
        opened = _call("POST", f"{base}/api/v1/conversations", fields)
        return cls(base, opened["id"], opened["token"], opened)

    def say(self, **fields: Any) -> Json:
        """Send one message, again with the same id while the server is busy; raises Refused."""
        body = {"message_id": str(uuid.uuid4()), **fields}
        return _call("POST", f"{self._address}/messages", body, self.token)

    def finish(self) -> Json:
        """End it as the review page would."""
        return _call("PATCH", self._address, {"state": "finished"}, self.token)

    @property
    def _address(self) -> str:
        return f"{self.base}/api/v1/conversations/{self.id}"


def _call(method: str, url: str, body: Json, token: str | None = None) -> Json:
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    for _ in range(TRIES):
        reply = urllib3.request(method, url, body=json.dumps(body), headers=headers, timeout=30, retries=False)
        if reply.status != 503:
            break
        time.sleep(float(reply.headers.get("Retry-After", "1")))
    data: Json = json.loads(reply.data or b"{}")
    if reply.status >= 400:
        raise Refused(data.get("detail", str(reply.status)))
    return data
