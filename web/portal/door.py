"""Signing in and out, and where each role goes first."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from records.staff import Member, Role
from web import staff_session
from web.problems import Problem
from web.staff_session import whoever

FIRST_PAGE = {
    Role.PRACTITIONER: "portal.records",
    Role.SAFEGUARDING_LEAD: "portal.concerns",
    Role.ADMINISTRATOR: "portal.history",
}
REFUSALS = frozenset({401, 422, 429})


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/", endpoint="home")(home)
    portal.get("/sign-in", endpoint="sign_in")(show)
    portal.post("/sign-in", endpoint="enter")(enter)
    portal.post("/sign-out", endpoint="sign_out")(leave)


def home() -> Answer:
    """To the first page of whoever is signed in, else to the door."""
    found = whoever()
    return redirect(_first_page(found) if found else url_for("portal.sign_in"))


def show() -> Answer | str:
    """The form."""
    found = whoever()
    return redirect(_first_page(found)) if found else render_template("portal/sign_in.html", refused=None)


def enter() -> Answer:
    """To the page that was asked for; on a refusal the form again, saying why."""
    try:
        found, token = staff_session.sign_in(request.form.get("username"), request.form.get("password"))
    except Problem as problem:
        if problem.status not in REFUSALS:
            raise
        return _refused(problem)
    session.clear()  # a secret that was known before signing in is worth nothing after
    response = make_response(redirect(_inside(request.form.get("next")) or _first_page(found), code=303))
    staff_session.let_in(response, token)
    return response


def leave() -> Answer:
    """Out, and back to the door."""
    staff_session.sign_out()
    session.clear()
    response = make_response(redirect(url_for("portal.sign_in"), code=303))
    staff_session.show_out(response)
    return response


def _first_page(member: Member) -> str:
    return url_for(FIRST_PAGE[member.role])


def _refused(problem: Problem) -> Response:
    wrong = Problem(401, "wrong_password") if problem.name == "wrong_fields" else problem
    response = make_response(render_template("portal/sign_in.html", refused=wrong), wrong.status)
    if wrong.retry_after is not None:
        response.headers["Retry-After"] = str(wrong.retry_after)
    return response


def _inside(target: str | None) -> str | None:
    """The page that was asked for, if it is one of ours: a link must not lead a person who signs in elsewhere."""
    parts = urlsplit(target or "")
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/portal/") and "\\" not in (target or "")
    return target if ours else None
