"""Coming back safely: three secret pictures beside the code, and closing the conversation on every other device."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from records.conversation import Conversation
from web import secret_pictures
from web.participant import own_conversation, own_token
from web.problems import Problem, refusing
from web.services import services
from web.talk.words import words_of


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/talk/<conversation_id>/secret")(safely)
    pages.post("/talk/<conversation_id>/secret")(change_way_back)


def safely(conversation_id: str) -> Response:
    """The board, and what is set."""
    return _page(own_conversation(conversation_id))


def change_way_back(conversation_id: str) -> Response | Redirect:
    """Choose three, do without, or close it elsewhere."""
    conversation = own_conversation(conversation_id)
    done = request.form.get("do", "")
    try:
        _do(conversation.id, done)
    except Problem as problem:
        if problem.name != "three_pictures":
            raise
        return _page(conversation, problem)
    return redirect(url_for("talk.safely", conversation_id=conversation.id, done=done), 303)


def _do(conversation_id: str, done: str) -> None:
    if done == "choose":
        secret_pictures.keep(conversation_id, request.form.getlist("pictures") or None)
    elif done == "forget":
        secret_pictures.keep(conversation_id, [])
    elif done == "shut":
        services().store.devices.shut_others(conversation_id, own_token() or "")
    else:
        raise Problem(422, "wrong_fields")


def _page(conversation: Conversation, problem: Problem | None = None) -> Response:
    words = words_of(conversation)
    is_set = services().store.picture_passwords.wanted(conversation.id)
    done = request.args.get("done") if request.args.get("done") in {"choose", "forget", "shut"} else None
    return refusing(render_template("talk/secret.html", t=words, is_set=is_set, done=done, problem=problem), problem)
