"""Joining: the page that an invitation leads to, with all that was prepared, and the way into the conversation."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from accessibility.adjustments import Adjustments
from web import remembering, starting
from web.cookies import Cookie
from web.language import bank, current, speak, with_language
from web.problems import Problem, refusing
from web.services import services
from web.starting import Prepared
from web.talk.start import HELD_UP, OF_THE_CODE, enter
from web.talk.words import Words, words_before

# Lax, not Strict: whoever comes from a mail page is sent on as from that other site
COOKIE = Cookie("mysay_join", seconds=60 * 60, same_site="Lax", older=False)
"""Holds the code until the conversation begins, so that it stands in no address for longer than it takes to open it."""


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/join")(join)
    pages.post("/join")(joined)
    pages.get("/join/<code>", endpoint="join_by_link")(taken)


def invited() -> bool:
    """Whether somebody at this device has opened an invitation and not begun yet."""
    return COOKIE.given() is not None


def join() -> Response | Redirect:
    """What was prepared, where the code is known; else where it is typed."""
    code = COOKIE.given()
    if not code:
        return _ask()
    try:
        return _page(starting.prepared(code))
    except Problem as problem:
        return _ask(problem, code)


def joined() -> Response | Redirect:
    """The conversation opens; or a code that was typed leads on to the page."""
    if "code" in request.form:
        return taken(request.form["code"])
    code = COOKIE.given() or ""
    try:
        made_ready = starting.prepared(code)
    except Problem as problem:
        return _ask(problem, code)
    try:
        response = enter(starting.start(_fields(made_ready, code)))
    except Problem as problem:
        if problem.status == HTTPStatus.GONE:  # somebody else was quicker
            return _ask(problem, code)
        if problem.name not in OF_THE_CODE | HELD_UP:
            raise
        return _page(made_ready, problem)
    COOKIE.take(response)
    return response


def taken(code: str) -> Response | Redirect:
    """On to the page without the code in the address; or why the code opens nothing."""
    try:
        made_ready = starting.prepared(code)
    except Problem as problem:
        return _ask(problem, code)
    response = make_response(redirect(url_for("talk.join"), 303))
    COOKIE.give(response, code)
    remembering.remember(response, Adjustments.of(made_ready.invitation.adjustments))
    return response


def _page(made_ready: Prepared, problem: Problem | None = None) -> Response:
    invitation = made_ready.invitation
    adjusted = _adjusted(made_ready)
    speak(adjusted.language)
    words = Words(bank(), services().symbols_said[current()], invitation.audience, adjusted)
    given = request.form if request.method == "POST" else _usual(made_ready)
    inviting = services().store.staff.find(invitation.who)
    shown: dict[str, Any] = {"given": given, "problem": problem, "who": inviting.name if inviting else None}
    shown["held"] = problem is not None and problem.name in HELD_UP
    return refusing(render_template("talk/join.html", t=words, **shown), problem)


def _adjusted(made_ready: Prepared) -> Adjustments:
    """As prepared, until somebody at this device has set them otherwise."""
    if remembering.COOKIE.given() is not None:
        return remembering.remembered()
    return Adjustments.of(made_ready.invitation.adjustments)


def _usual(made_ready: Prepared) -> dict[str, str | None]:
    helper = made_ready.invitation.helper
    return {"called": made_ready.review.called, "helped": "yes" if helper else None, "helper": helper}


def _fields(made_ready: Prepared, code: str) -> dict[str, Any]:
    """The form as the fields of an opening; what was emptied on purpose stays empty."""
    form, adjusted = request.form, _adjusted(made_ready)
    prepared = {name: getattr(adjusted, name) for name in Adjustments.of(made_ready.invitation.adjustments).chosen()}
    unnamed = bank().text("helper_unnamed", made_ready.invitation.audience)
    given: dict[str, Any] = {
        "invitation": code,
        "called": form.get("called"),
        "adjustments": with_language({**prepared, **adjusted.chosen()}),
    }
    given["helper"] = (form.get("helper", "").strip() or unnamed) if form.get("helped") else None
    if form.get("earlier_pictures"):
        given["earlier_pictures"] = form.getlist("earlier_pictures")
    return given | ({"earlier_code": form["earlier_code"]} if form.get("earlier_code") else {})


def _ask(problem: Problem | None = None, code: str = "") -> Response:
    """Where the code is typed; one that opens nothing any more says why, to whom it was given."""
    known = problem is not None and problem.status == HTTPStatus.GONE
    audience = starting.found(code).audience if known else None
    words = words_before(audience) if audience else words_before()
    response = refusing(render_template("talk/join_code.html", t=words, problem=problem, gone=known), problem)
    COOKIE.take(response)
    return response
