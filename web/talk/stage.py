"""The conversation itself: one question at a time, by a plain form or piece by piece."""

import uuid
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from records.conversation import Conversation
from web import incoming, talking
from web.drawn import kept
from web.language import bank
from web.participant import own_conversation
from web.problems import Problem, refusing
from web.services import services
from web.talk import sent
from web.talk.scene import scene_of
from web.talk.words import words_of

FRAGMENT = "X-Fragment"
STAYS = frozenset({"simplify", "explain_why", "give_example", "repeat", "who_sees", "help"})
"""Wishes after which the same question stands, so that what was typed stays too."""
SHOWN_AGAIN = frozenset({409, 413, 422, 429, 503})
"""Problems after which the form comes back with all that it held."""


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/talk/<conversation_id>")(show)
    pages.post("/talk/<conversation_id>")(say)
    pages.post("/talk/<conversation_id>/helper")(helped)


def show(conversation_id: str) -> Response:
    """Where the conversation stands."""
    return _response(own_conversation(conversation_id))


def say(conversation_id: str) -> Response | Redirect:
    """One message; the next question comes back."""
    conversation = own_conversation(conversation_id)
    try:
        talking.say(services(), conversation, incoming.said(_fields(conversation)))
    except Problem as problem:
        if _in_pieces() or problem.status not in SHOWN_AGAIN:
            raise
        return _not_taken(conversation, problem)
    held = sent.draft(request.form)
    if _in_pieces() or (held.text and request.form.get("wish") in STAYS):
        return _response(conversation, held if request.form.get("wish") in STAYS else sent.Draft())
    return redirect(url_for("talk.show", conversation_id=conversation_id), 303)


def _fields(conversation: Conversation) -> dict[str, Any]:
    """What the form sends; a photo that no script has sent ahead is kept, and needs no words beside it."""
    fields, photo = sent.fields(request.form), request.files.get("picture")
    if not photo or not photo.filename or "way" not in request.form:
        return fields
    words = {name: value for name, value in fields.items() if name != "text" or value.strip()}
    return {**words, "drawing": kept(conversation.id, photo.read())}


def helped(conversation_id: str) -> Response | Redirect:
    """Somebody begins or stops to help: every answer from here on says so, or does not."""
    conversation = own_conversation(conversation_id)
    helper = None
    if request.form.get("helped") == "yes":
        helper = conversation.helper or bank().text("helper_unnamed", conversation.audience)
    services().store.conversations.change(conversation.id, helper=helper)
    return (
        _response(conversation)
        if _in_pieces()
        else redirect(url_for("talk.show", conversation_id=conversation_id, on=1), 303)
    )


def _response(
    conversation: Conversation, held: sent.Draft | None = None, notice: str = "", message_id: str | None = None
) -> Response:
    current = services().store.conversations.find(conversation.id) or conversation
    words = words_of(current)
    scene = scene_of(talking.view(services(), current), words, welcomed="on" in request.args or _in_pieces())
    template = "talk/pieces.html" if _in_pieces() else "talk/stage.html"
    shown: dict[str, Any] = {
        "t": words, "stage": scene, "view": scene.view, "draft": held or sent.Draft(), "notice": notice,
        "message_id": message_id or str(uuid.uuid4()), "map_message_id": str(uuid.uuid4()),
    }  # fmt: skip
    return make_response(render_template(template, **shown))


def _not_taken(conversation: Conversation, problem: Problem) -> Response:
    """The same form with all that it held and the same message id, so that sending it again counts once."""
    message_id = request.form.get("message_id") if problem.status in {429, 503} else None
    return refusing(_response(conversation, sent.draft(request.form), problem.detail, message_id), problem)


def _in_pieces() -> bool:
    return FRAGMENT in request.headers
