"""Concerns, for the safeguarding lead alone: the list, and all there is to one."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.concerns import Ending
from records.desk import Did
from web import staff_concerns
from web.portal.delivery import moment, told
from web.problems import Problem, refusing
from web.services import services
from web.staff_concerns import lead_only
from web.staff_session import member

ON_THE_PAGE = frozenset({409, 413, 422})


def register(portal: Blueprint) -> None:
    """Add these pages and their buttons, and the number of unread ones for the bar on every page."""
    portal.context_processor(lambda: {"unread_concerns": staff_concerns.unread()})
    portal.get("/concerns", endpoint="concerns")(concerns)
    portal.get("/concerns/<concern_id>", endpoint="concern")(concern)
    portal.post("/concerns/<concern_id>/read", endpoint="acknowledge")(acknowledge)
    portal.post("/concerns/<concern_id>/<did>", endpoint="act_on_concern")(act)


@lead_only
def concerns() -> str:
    """Unread ones on top, with the exact words, and who said them; open ones unless others are asked for."""
    state, search = request.args.get("state", "open"), request.args.get("search", "")[:100]
    state = state if state in staff_concerns.STATES else "open"
    return render_template(
        "portal/concerns.html", concerns=staff_concerns.listed(state, search), state=state, search=search,
        states=staff_concerns.STATES, moment=moment, most=staff_concerns.MOST,
    )  # fmt: skip


@lead_only
def concern(concern_id: str) -> str:
    """One concern: the words, who said them, who was told, what was done, and what can be done."""
    return _page(concern_id)


@lead_only
def acknowledge(concern_id: str) -> Answer:
    """The lead has read it; who and when is kept."""
    try:
        staff_concerns.acknowledge(concern_id)
    except Problem as problem:
        return _not_done(concern_id, problem)
    return redirect(url_for("portal.concerns") if "list" in request.form else _place(concern_id), code=303)


@lead_only
def act(concern_id: str, did: str) -> Answer:
    """Note, hand over, close or open again; what cannot be done comes back on the page, with what was typed."""
    try:
        staff_concerns.act(concern_id, _did(did), dict(request.form))
    except Problem as problem:
        return _not_done(concern_id, problem)
    return redirect(_place(concern_id, done=did), code=303)


def _not_done(concern_id: str, problem: Problem) -> Answer:
    if problem.status not in ON_THE_PAGE:
        raise problem
    return refusing(_page(concern_id, problem), problem)


def _page(concern_id: str, problem: Problem | None = None) -> str:
    story, configured = staff_concerns.story(concern_id), services().settings.alerting.configured
    return render_template(
        "portal/concern.html", story=story, concern=story.found.concern, whom=story.found.whom, problem=problem,
        told=told(story.alerts, configured, bool(story.found.concern.unread_since)), moment=moment, me=member(),
        leads=staff_concerns.leads(), endings=list(Ending), Did=Did, done=request.args.get("done"),
        typed=request.form, longest=staff_concerns.LONGEST_NOTE,
    )  # fmt: skip


def _place(concern_id: str, done: str | None = None) -> str:
    return url_for("portal.concern", concern_id=concern_id, done=done)


def _did(given: str) -> Did:
    try:
        return Did(given)
    except ValueError:
        raise Problem(404, "not_found") from None
