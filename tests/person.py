"""A person whose program talks with a running MySay over HTTP."""

import contextlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import urllib3

API = "/api/v1"
MOST_PATIENCE_SECONDS = 90.0
http = urllib3.PoolManager(maxsize=40, retries=False, timeout=40.0)


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The name of the problem that a problem document tells of."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        assert self.json["status"] == self.status
        assert self.json["detail"]
        return str(self.json["type"]).removeprefix("/problems/")


def call(base: str, method: str, path: str, body: Any = None, token: str | None = None, **headers: str) -> Answered:
    """One request; `body` is sent as JSON unless it is bytes."""
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    reply = http.request(method, base + path, body=sent, headers=given, redirect=False)
    return Answered(reply.status, reply.headers, reply.data)


def new_id() -> str:
    """A message id, as the page makes them."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Person:
    """One conversation and the way to it."""

    base: str
    id: str
    token: str
    resume_code: str

    @classmethod
    def starts(cls, base: str, audience: str = "young_teen", **about: Any) -> "Person":
        """Opens a conversation, as soon as it may come in, and hears the welcome."""
        opened = _insists(lambda: call(base, "POST", f"{API}/conversations", {"audience": audience, **about}))
        assert opened.status == 201, opened.body
        return cls(base, opened.json["id"], opened.json["token"], opened.json["resume_code"])

    @classmethod
    def asked(cls, base: str, audience: str = "young_teen", **about: Any) -> "Person":
        """Opens a conversation and is asked a first question, to be answered in words."""
        person = cls.starts(base, audience, **about)
        assert person.say(question_id="choose_topic", choice="about_me").status == 200
        return person

    def call(self, method: str, rest: str = "", body: Any = None) -> Answered:
        """A call of this conversation."""
        return call(self.base, method, f"{API}/conversations/{self.id}{rest}", body, self.token)

    def say(self, text: str | None = None, message_id: str | None = None, **fields: Any) -> Answered:
        """One message."""
        words = {} if text is None else {"text": text}
        return self.call("POST", "/messages", {"message_id": message_id or new_id(), **words, **fields})

    def insists(self, text: str, message_id: str | None = None, **fields: Any) -> Answered:
        """Sends one message until it is in, as the page does: the same words under the same id."""
        message_id = message_id or new_id()
        return _insists(lambda: self.say(text, message_id, **fields))

    @property
    def view(self) -> Any:
        """Where the conversation stands."""
        return self.call("GET").json

    @property
    def question(self) -> str:
        """The id of the question that waits for a reply."""
        return str(self.view["current"]["question_id"])

    @property
    def answers(self) -> dict[str, Any]:
        """The newest answer to each question."""
        return {answer["question_id"]: answer for answer in self.call("GET", "/answers").json["answers"]}

    @property
    def said(self) -> list[Any]:
        """The person's own lines of the transcript."""
        return [line for line in self.view["transcript"] if line["from"] == "me"]


def _insists(ask: Callable[[], Answered]) -> Answered:
    """Until it is anything but "come again in a moment"; some hundreds of milliseconds apart, for tests are short."""
    until = time.monotonic() + MOST_PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            reply = ask()
            if reply.status != 503:
                return reply
            assert int(reply.headers["Retry-After"]) > 0
        time.sleep(0.2)
    raise AssertionError(f"not taken in {MOST_PATIENCE_SECONDS} s")
