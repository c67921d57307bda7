"""The conversation itself: one question at a time, by a plain form or piece by piece."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from bot.interview.decision import CHOOSE_TOPIC, MENUS, SAFETY
from records.conversation import Conversation, State
from web import incoming, talking
from web.participant import own_conversation
from web.problems import Problem
from web.services import services
from web.showing import Json
from web.talk import sent
from web.talk.words import Words

FRAGMENT = "X-Fragment"
STAYS = frozenset({"simplify", "explain_why", "give_example", "repeat", "who_sees", "help"})
"""Wishes after which the same question stands, so that what was typed stays too."""
SHORT = 90
"""Letters up to which one thing told is a quiet line above the question."""
SHOWN_AGAIN = frozenset({409, 413, 422, 503})
"""Problems after which the form comes back with all that it held."""


@dataclass(frozen=True)
class Bubble:
    """What was told in one go, beside one picture."""

    kind: str
    picture: Json | None
    messages: tuple[Json, ...]


@dataclass(frozen=True)
class Stage:
    """What the page shows: what was told, what is asked, and which of the buttons that are always there."""

    view: Json
    said: list[Json]
    message: Json | None
    heading: str
    real_question: bool
    welcoming: bool = False

    @property
    def bubbles(self) -> list[Bubble]:
        """What was told: each thing beside its own picture; a reason or an example stays with its introduction."""
        found: list[Bubble] = []
        for message in self.said:
            if found and "picture" not in message and "offer" not in message:
                found[-1] = replace(found[-1], messages=(*found[-1].messages, message))
            else:
                found.append(Bubble(message["kind"], message.get("picture"), (message,)))
        return found

    @property
    def quiet(self) -> bool:
        """Whether all that was told is a short thank-you."""
        return len(self.said) == 1 and len(self.said[0]["text"]) < SHORT and "offer" not in self.said[0]

    @property
    def asking(self) -> bool:
        """Whether a question or a menu waits, other than the one after a concern."""
        return self.message is not None and self.message["question_id"] != SAFETY


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/talk/<conversation_id>")(show)
    pages.post("/talk/<conversation_id>")(say)


def show(conversation_id: str) -> Response:
    """Where the conversation stands."""
    return _response(own_conversation(conversation_id))


def say(conversation_id: str) -> Response | Redirect:
    """One message; the next question comes back."""
    conversation = own_conversation(conversation_id)
    try:
        talking.say(services(), conversation, incoming.said(sent.fields(request.form)))
    except Problem as problem:
        if _in_pieces() or problem.status not in SHOWN_AGAIN:
            raise
        return _not_taken(conversation, problem)
    held = sent.draft(request.form)
    if _in_pieces() or (held.text and request.form.get("wish") in STAYS):
        return _response(conversation, held if request.form.get("wish") in STAYS else sent.Draft())
    return redirect(url_for("talk.show", conversation_id=conversation_id), 303)


def stage_of(view: Json, words: Words, welcomed: bool = True) -> Stage:
    """Choose what of a conversation is on the page now."""
    state = view["state"]
    told = [message for message in view["messages"] if "reply" not in message]
    if state != State.ASKING.value:
        return Stage(view, told, None, words(f"{state}_heading"), real_question=False)
    asked = view["current"]["question_id"]
    newest = [message for message in view["messages"] if message.get("question_id") == asked and "reply" in message]
    message = newest[-1] if newest else view["current"]
    if asked == CHOOSE_TOPIC and not welcomed and len(view["transcript"]) == 1:
        return Stage(view, told, None, words("start_heading"), real_question=False, welcoming=True)
    said = told if len(view["transcript"]) > 1 else []
    return Stage(view, said, message, message["text"], asked not in MENUS)


def _response(
    conversation: Conversation, held: sent.Draft | None = None, notice: str = "", message_id: str | None = None
) -> Response:
    current = services().store.conversations.find(conversation.id) or conversation
    words = Words(services().bank, services().symbols, current.audience)
    stage = stage_of(talking.view(services(), current), words, welcomed="on" in request.args or _in_pieces())
    template = "talk/parts.html" if _in_pieces() else "talk/stage.html"
    shown: dict[str, Any] = {
        "t": words, "stage": stage, "view": stage.view, "draft": held or sent.Draft(), "notice": notice,
        "message_id": message_id or str(uuid.uuid4()), "map_message_id": str(uuid.uuid4()),
    }  # fmt: skip
    return make_response(render_template(template, **shown))


def _not_taken(conversation: Conversation, problem: Problem) -> Response:
    """The same form with all that it held and the same message id, so that sending it again counts once."""
    message_id = request.form.get("message_id") if problem.status == 503 else None
    response = _response(conversation, sent.draft(request.form), problem.detail, message_id)
    response.status_code = problem.status
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _in_pieces() -> bool:
    return FRAGMENT in request.headers
