"""The engine's one door: messages from the web alone, checked, with a shared secret."""

import asyncio
import hmac
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from operating.keys import SCHOOL, of_school

UNDERSTOOD_CHARACTERS = 1_000
"""How much of a text is read to tell an answer from a wish: Rasa's cost grows with length and holds up everyone."""
READY_SECONDS = 1.0
EXPECTS = frozenset({"words", "choice", "yes_no", "nav", "answer"})
"""What a question expects; `answer` is a correction, which is never taken for a wish."""
TAPPED = frozenset(
    "start answer affirm deny skip dont_know prefer_not_to_say repeat simplify explain_why give_example who_sees"
    " change_answer pause resume stop help bot_challenge greet thanks".split()
)


class TurnWrong(ValueError):
    """The web sent something that is no turn."""


@dataclass(frozen=True)
class Turn:
    """One message on its way to be understood: its words, or the intent of what was tapped."""

    conversation_id: str
    message_id: str
    expects: str
    text: str | None = None
    intent: str | None = None

    @classmethod
    def of(cls, fields: Any) -> "Turn":
        """Raises TurnWrong."""
        try:
            turn = cls(**fields)
        except TypeError as error:
            raise TurnWrong("unknown or missing fields") from error
        said = [value for value in (turn.text, turn.intent) if value is not None]
        given = (turn.conversation_id, turn.message_id, turn.expects, *said)
        if not all(isinstance(value, str) for value in given) or turn.expects not in EXPECTS:
            raise TurnWrong("a field has the wrong type or value")
        if len(said) != 1 or (turn.intent is not None and turn.intent not in TAPPED):
            raise TurnWrong("either words or a known intent is needed")
        return turn

    def user_message(self, output: CollectingOutputChannel, school: str = "") -> UserMessage:
        """What Rasa is given: typed words are never read as an intent, whatever they look like."""
        text = (self.text or "").lstrip()
        expects = "answer" if text.startswith("/") else self.expects  # "/restart" is what somebody wrote, no order
        metadata: dict[str, str] = {
            "conversation_id": self.conversation_id, "message_id": self.message_id, "expects": expects,
            "school": school,
        }  # fmt: skip
        if self.text is not None and len(self.text) > UNDERSTOOD_CHARACTERS:
            metadata["whole"] = self.text  # safety reads all of it
        text = text.lstrip("/ \t\r\n")[:UNDERSTOOD_CHARACTERS]
        return UserMessage(
            text or "…", output, self.conversation_id, input_channel=MySayInput.name(), metadata=metadata,
            parse_data=_tapped(self.intent, metadata) if self.intent else None,
        )  # fmt: skip


class MySayInput(InputChannel):
    """`POST /webhooks/mysay/turn` and `GET /webhooks/mysay/ready` for the web; `GET /webhooks/mysay/` for anyone.

    The last tells that the engine is alive; `ready`, whether its record desk is too, and which model it serves.
    """

    def __init__(self, secret: str, actions_url: str, model: str) -> None:
        self._secret, self._actions_url, self._model = secret, actions_url, model

    @classmethod
    def name(cls) -> str:
        """The place under /webhooks."""
        return "mysay"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> "MySayInput":
        """The secret comes from the environment: it stands in no file."""
        return cls(os.environ["MYSAY_ENGINE_SECRET"], os.environ["MYSAY_ACTIONS_URL"], os.environ["MYSAY_MODEL"])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes that Rasa's server adds."""
        routes = Blueprint("mysay", __name__)

        @routes.get("/")
        async def alive(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return response.json({"error": "not allowed"}, status=403)
            return response.json({"actions": await _answers(f"{self._actions_url}/health"), "model": self._model})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return response.json({"error": "not allowed"}, status=403)
            try:
                taken = Turn.of(json.loads(request.body))
            except ValueError as error:
                return response.json({"error": str(error)}, status=400)
            output = CollectingOutputChannel()
            await on_new_message(taken.user_message(output, request.headers.get(SCHOOL, "")))
            done = any(message.get("custom", {}).get("done") == taken.message_id for message in output.messages)
            return response.json({"done": done}, status=200 if done else 503)

        return routes

    def _knows(self, request: Request) -> bool:
        """By the secret of the school that is named, so that a page of one school cannot speak for another."""
        given, school = request.headers.get("authorization", ""), request.headers.get(SCHOOL, "")
        return hmac.compare_digest(given.encode(), f"Bearer {of_school(self._secret, school)}".encode())


async def _answers(url: str) -> bool:
    try:
        timeout = aiohttp.ClientTimeout(total=READY_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as reply:
            return bool(reply.status == 200)
    except (aiohttp.ClientError, TimeoutError, asyncio.TimeoutError):
        return False


def _tapped(intent: str | None, metadata: Mapping[str, str]) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": 1.0}, "entities": [], "text": "", "metadata": dict(metadata),
        "offer": None, "safety": {"level": "none", "signals": []},
    }  # fmt: skip
