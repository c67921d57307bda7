"""Who is talking: the token in a header, or in a cookie that belongs to one conversation alone."""

from flask import Response, request

from bot.interview.languages.tongues import LANGUAGE
from records.conversation import Conversation
from records.conversations import TOKEN_DAYS
from web import language
from web.problems import Problem
from web.services import services

COOKIE = "mysay"
COOKIE_SECONDS = 60 * 60 * 24 * TOKEN_DAYS
PATHS = ("/talk/{id}", "/api/v1/conversations/{id}")
SPEECH_PATH = "/api/v1/speech"
"""Speaking and being read to ask only that somebody talks here, so that any conversation of this device will do."""


def own_conversation(conversation_id: str) -> Conversation:
    """The conversation, if the caller's token opens it; raises Problem 401, 403 or 404."""
    token = own_token()
    if not token:
        raise Problem(401, "no_token")
    store = services().store
    opens = store.conversations.of_token(token)
    if opens is None:
        raise Problem(401, "no_token" if _bearer() else "closed_elsewhere")
    if opens != conversation_id:
        raise Problem(403, "wrong_token") if store.conversations.find(conversation_id) else Problem(404, "not_found")
    conversation = store.conversations.find(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    language.speak(conversation.adjustments.get(LANGUAGE))
    return conversation


def let_in(response: Response, conversation_id: str, token: str) -> None:
    """Give the browser the token, for this conversation's page and API alone."""
    for path in (*PATHS, SPEECH_PATH):
        response.set_cookie(
            COOKIE, token, max_age=COOKIE_SECONDS, path=path.format(id=conversation_id), secure=True, httponly=True,
            samesite="Strict",
        )  # fmt: skip


def show_out(response: Response, conversation_id: str) -> None:
    """Take the token back from the browser."""
    for path in PATHS:
        response.delete_cookie(
            COOKIE, path=path.format(id=conversation_id), secure=True, httponly=True, samesite="Strict"
        )


def own_token() -> str | None:
    """The token that came with this request."""
    return _bearer() or request.cookies.get(COOKIE)


def _bearer() -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None
