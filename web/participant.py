"""Who is talking: the token in a header, or in a cookie that belongs to one conversation alone."""

from contextlib import suppress

from flask import Flask, Response, g, request

from bot.interview.languages.tongues import LANGUAGE
from records.conversation import Conversation
from records.database import StoreUnavailable
from records.devices import Device, Standing
from web import language
from web.cookies import Cookie
from web.problems import Problem
from web.services import services

COOKIE = Cookie("mysay", "/talk/", seconds=60 * 60 * 24 * 30)
"""For longer than its token opens anything, so that whoever comes back after weeks is told what to do."""
PATHS = ("/talk/{id}", "/api/v1/conversations/{id}")
SPEECH_PATH = "/api/v1/speech"
"""Speaking and being read to ask only that somebody talks here, so that any conversation of this device will do.
It is not taken back with one of them: by then it may be that of another child who uses the same tablet."""
CLOSED = {Standing.RESTING: "resting", Standing.COPIED: "copied"}


def init_app(app: Flask) -> None:
    """Hand newer tokens over."""
    app.after_request(_hand_over)


def own_conversation(conversation_id: str) -> Conversation:
    """The conversation, if the caller's token opens it; raises Problem 401, 403 or 404."""
    token = own_token()
    if not token:
        raise Problem(401, "no_token")
    store, device = services().store, own_device()
    if device is None:
        raise Problem(401, "no_token" if _bearer() else "closed_elsewhere")
    if device.conversation_id != conversation_id:
        raise Problem(403, "wrong_token") if store.conversations.find(conversation_id) else Problem(404, "not_found")
    _still_open(device)
    conversation = store.conversations.find(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    with suppress(StoreUnavailable):  # what can be read is read, also while nothing can be written
        g.newer = (conversation_id, store.devices.used(device, token))
    language.speak(conversation.adjustments.get(LANGUAGE))
    return conversation


def own_device() -> Device | None:
    """The device whose token came; a browser's is taken from its cookie alone."""
    token = own_token()
    found = services().store.devices.find(token) if token else None
    return None if found and found.page and _bearer() else found


def talks_here() -> str | None:
    """The id of the conversation that this caller's token opens, or None."""
    found = own_device()
    return found.conversation_id if found and found.standing is Standing.OPEN else None


def let_in(response: Response, conversation_id: str, token: str) -> None:
    """Give the browser the token, for this conversation's page and API alone."""
    for path in (*PATHS, SPEECH_PATH):
        COOKIE.give(response, token, path.format(id=conversation_id))


def show_out(response: Response, conversation_id: str) -> None:
    """Take the token back from the browser."""
    g.pop("newer", None)
    for path in PATHS:
        COOKIE.take(response, path.format(id=conversation_id))


def own_token() -> str | None:
    """The token that came with this request."""
    return _bearer() or COOKIE.given()


def _still_open(device: Device) -> None:
    """Raises Problem 401; where two hold one token, it opens nothing for either."""
    if device.standing is Standing.COPIED:
        services().store.devices.shut(device)
    if device.standing is not Standing.OPEN:
        raise Problem(401, CLOSED[device.standing])


def _hand_over(response: Response) -> Response:
    conversation_id, newer = g.get("newer", ("", None))
    if newer:
        let_in(response, conversation_id, newer)
    return response


def _bearer() -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None
