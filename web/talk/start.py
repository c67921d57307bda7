"""Starting: who are you, what are you called, what is it for; then the conversation opens."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from records.conversation import Audience, Purpose
from web import incoming, starting
from web.cookies import Cookie
from web.language import bank, with_language
from web.participant import let_in
from web.problems import Problem, refusing
from web.remembering import forget, remembered
from web.services import services
from web.showing import Json
from web.talk.words import Words, words_before

OLDEST_YEAR = 13
USUAL_PURPOSE = Purpose.ANNUAL_REVIEW
CODE_COOKIE = Cookie("mysay_code", "/talk/")
OF_THE_CODE = frozenset({"wrong_code", "too_many", "pictures_wanted", "wrong_pictures"})
"""Problems with the code of last time, said beside its box."""
HELD_UP = frozenset({"many_openings", "busy"})
"""Problems after which the form comes back with all that it held, and sends itself when it may."""


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/")(begin)
    pages.post("/")(opened)


def begin() -> str | Response:
    """Five cards; once one is chosen, a few questions in the voice for that person."""
    try:
        audience = Audience(request.args["who"]) if "who" in request.args else None
    except ValueError:
        raise Problem(404, "not_found") from None
    return _form(audience) if audience else _cards()


def opened() -> Response | Redirect:
    """A new conversation: its cookies, and the way to its first question."""
    fields = _fields()
    try:
        return enter(starting.start(fields))
    except Problem as problem:
        if problem.name not in OF_THE_CODE | HELD_UP:
            raise
        return _form(Audience(fields["audience"]), problem)


def enter(conversation: Json) -> Response:
    """Into a conversation that has just been opened."""
    path = url_for("talk.show", conversation_id=conversation["id"])
    response = make_response(redirect(path, 303))
    services().store.devices.be_page(conversation["token"])
    let_in(response, conversation["id"], conversation["token"])
    CODE_COOKIE.give(response, conversation["resume_code"], path)
    forget(response)
    return response


def _cards() -> str:
    cards = [(member, words_before(member)) for member in Audience]
    return render_template("talk/start.html", cards=cards, open_access=services().settings.open_access)


def _form(audience: Audience, problem: Problem | None = None) -> Response:
    """The few questions; with what was given already where the code of last time does not fit."""
    words = words_before(audience)
    shown: dict[str, Any] = {"years": _years(words), "purposes": list(Purpose), "usual": USUAL_PURPOSE.value}
    shown["held"] = problem is not None and problem.name in HELD_UP
    return refusing(render_template("talk/about.html", t=words, given=request.form, problem=problem, **shown), problem)


def _years(words: Words) -> list[tuple[int, str]]:
    numbered = [(year, words("year_number", year=year)) for year in range(1, OLDEST_YEAR + 1)]
    return [(-1, words("year_nursery")), (0, words("year_reception")), *numbered, (14, words("year_after"))]


def _fields() -> dict[str, Any]:
    """The form as the fields of an opening; what was left empty is left out."""
    form = request.form
    given: dict[str, Any] = {"adjustments": with_language(remembered().chosen())}
    given |= {name: form[name] for name in ("audience", "purpose", "called", "earlier_code") if form.get(name)}
    if form.get("earlier_pictures"):
        given["earlier_pictures"] = form.getlist("earlier_pictures")
    if form.get("year_group"):
        given["year_group"] = incoming.number(form["year_group"])
    if form.get("helped"):
        given["helper"] = form.get("helper", "").strip() or bank().text("helper_unnamed", Audience.YOUNG_PERSON)
    return given
