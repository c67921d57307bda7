"""Adjusting: one page on which everything can be set and put back at any time, in a conversation or before one."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from accessibility.adjustments import Adjustments, WrongAdjustment, as_text, from_text
from accessibility.contrast import COLOUR, mixed
from records.conversation import Conversation
from web import talking
from web.participant import own_conversation
from web.problems import Problem, refusing
from web.remembering import remember
from web.services import services
from web.talk.choosing import GROUPS, groups, rows
from web.talk.join import invited
from web.talk.words import Words, words_before, words_of

COLOURS = ("own_ink", "own_back")
STYLE_SECONDS = 60 * 60 * 24


def register(pages: Blueprint) -> None:
    """Add these routes."""
    for path, function in (("/adjust", before), ("/talk/<conversation_id>/adjust", during)):
        pages.route(path, methods=["GET", "POST"])(function)
    pages.get("/colours/<ink>-<back>.css")(colours)


def before() -> Response | Redirect:
    """Adjusting before there is a conversation."""
    words, back = words_before(), url_for("talk.join" if invited() else "talk.begin")
    if request.method == "GET":
        return page(words, back)
    adjusted = Adjustments.of({**words.adjusted.chosen(), **_given(words.adjusted)})
    if not adjusted.readable:
        return page(words, back, Problem(422, "hard_to_read"))
    response = make_response(redirect(url_for("talk.before", was=_was(words.adjusted)), 303))
    remember(response, adjusted)
    return response


def during(conversation_id: str) -> Response | Redirect:
    """Adjusting in a conversation, which keeps it."""
    conversation = own_conversation(conversation_id)
    words, back = words_of(conversation), url_for("talk.show", conversation_id=conversation_id, on=1)
    if request.method == "GET":
        return page(words, back)
    if not keep(conversation, _given(words.adjusted)):
        return page(words, back, Problem(422, "hard_to_read"))
    return redirect(url_for("talk.during", conversation_id=conversation_id, was=_was(words.adjusted)), 303)


def keep(conversation: Conversation, given: dict[str, object]) -> bool:
    """Keep adjustments with the conversation, unless nothing could be read with them."""
    if not Adjustments.of({**conversation.adjustments, **given}).readable:
        return False
    talking.change(services(), conversation, given, None)
    return True


def page(words: Words, back: str, problem: Problem | None = None) -> Response:
    """All adjustments, the group of the one that was changed last open, and the way to put that back."""
    was = request.args.get("was", "")
    name = (request.form.get("set") or was).partition("=")[0]
    group = next((group for group, names in GROUPS.items() if name in names), request.args.get("group", "reading"))
    shown: dict[str, Any] = {
        "t": words, "groups": {group: rows(words, group) for group in groups()}, "open": group, "back": back,
        "was": was, "problem": problem, "tried": request.form,
    }  # fmt: skip
    return refusing(render_template("talk/adjust.html", **shown), problem)


def colours(ink: str, back: str) -> Response:
    """The style sheet of somebody's own two colours; 404 where words could not be read in them."""
    wanted = (f"#{ink}", f"#{back}")
    if (
        not all(COLOUR.fullmatch(colour) for colour in wanted)
        or not Adjustments(own_ink=wanted[0], own_back=wanted[1]).readable
    ):
        raise Problem(404, "not_found")
    hair = mixed(*wanted, 0.35)
    response = make_response(render_template("talk/colours.css", ink=wanted[0], back=wanted[1], hair=hair))
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={STYLE_SECONDS}"
    return response


def _given(now: Adjustments) -> dict[str, object]:
    """What the pressed button sets; raises Problem 422."""
    if request.form.get("do") == "usual":
        usual = Adjustments()
        return {name: getattr(usual, name) for name in now.chosen()}
    name, _, text = request.form.get("set", "").partition("=")
    pairs = {name: text, **{colour: request.form[colour] for colour in COLOURS if colour in request.form}}
    try:
        return {name: from_text(name, text) for name, text in pairs.items()}
    except WrongAdjustment as error:
        raise Problem(422, "wrong_adjustment", {"name": str(error)}) from None


def _was(before: Adjustments) -> str | None:
    """What the pressed button changed, as it was before: for putting it back."""
    name = request.form.get("set", "").partition("=")[0]
    return f"{name}={as_text(getattr(before, name))}" if name else None
