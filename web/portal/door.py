"""Signing in and out, and where each role goes first."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from records.sessions import Proof, Session
from records.staff import Member, Role
from web import staff_door, staff_session
from web.device import Known
from web.problems import Problem, refusing
from web.services import services
from web.staff_session import half_way, session_now, token, whoever

FIRST_PAGE = {
    Role.PRACTITIONER: "portal.reviews",
    Role.SAFEGUARDING_LEAD: "portal.concerns",
    Role.ADMINISTRATOR: "portal.history",
}
REFUSALS = frozenset({401, 422, 429})


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/", endpoint="home")(home)
    portal.get("/sign-in", endpoint="sign_in")(show)
    portal.post("/sign-in", endpoint="enter")(enter)
    portal.get("/sign-in/code", endpoint="code")(ask_code)
    portal.post("/sign-in/code", endpoint="give_code")(give_code)
    portal.post("/sign-out", endpoint="sign_out")(leave)


def home() -> Answer:
    """To the first page of whoever is signed in, else to the door."""
    return redirect(_elsewhere())


def show() -> Answer:
    """The form; whoever has given their password just now goes on from there."""
    found, begun = whoever(), half_way()
    if begun:
        return redirect(url_for(_following(begun.has_factor), next=inside(request.args.get("next"))))
    return redirect(first_page(found)) if found else door_page()


def enter() -> Answer:
    """To the page that was asked for, or to what must be done before; on a refusal the form again, saying why."""
    try:
        found, opened = staff_door.enter(request.form.get("username"), request.form.get("password"))
    except Problem as problem:
        if problem.status not in REFUSALS:
            raise
        return door_page(Problem(401, "wrong_password") if problem.name == "wrong_fields" else problem)
    if staff_door.whole_now(opened):
        return let_in(found, opened, request.form.get("next"))
    has_factor = services().store.second_factors.of(found.id) is not None
    following = url_for(_following(has_factor), next=inside(request.form.get("next")))
    response = make_response(redirect(following, code=303))
    staff_session.let_in(response, opened)  # it opens nothing yet
    return response


def ask_code() -> Answer:
    """The form for the code; to the door where nobody has given a password just now."""
    found = half_way()
    return _code_page() if found and found.has_factor else redirect(_elsewhere())


def give_code() -> Answer:
    """In, with a code or a recovery code; on a refusal the form again, saying why."""
    found, opened = half_way(), token()
    if found is None or opened is None or not found.has_factor:
        return redirect(_elsewhere(), code=303) if whoever() else door_page(Problem(401, "sign_in_again"))
    try:
        fresh = staff_door.give_code(found.member, opened, request.form.get("code"))
    except Problem as problem:
        if problem.status not in REFUSALS:
            raise
        return _code_page(Problem(401, "wrong_code") if problem.name == "wrong_fields" else problem)
    return let_in(found.member, fresh, request.form.get("next"))


def leave() -> Answer:
    """Out, and back to the door."""
    found = session_now()
    staff_session.sign_out()
    session.clear()
    by_openid = "1" if _by_openid(found) else None
    response = make_response(redirect(url_for("portal.sign_in", left=by_openid), code=303))
    staff_session.show_out(response)
    return response


def let_in(member: Member, opened: str, target: str | None) -> Answer:
    """The response to a sign-in that is done."""
    session.clear()  # a secret that was known before signing in is worth nothing after
    response = make_response(redirect(inside(target) or first_page(member), code=303))
    staff_session.let_in(response, opened)
    Known.of_request().remember(response, member.username)
    return response


def door_page(refused: Problem | None = None) -> Response:
    """The form, saying what was refused."""
    return _page("portal/sign_in.html", refused)


def first_page(member: Member) -> str:
    """Where a role works."""
    return url_for(FIRST_PAGE[member.role])


def inside(target: str | None) -> str | None:
    """The page that was asked for, if it is one of ours: a link must not lead a person who signs in elsewhere."""
    if not target or not target.startswith("/portal/") or "\\" in target:
        return None
    parts = urlsplit(target)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/portal/")
    return target if ours else None


def _elsewhere() -> str:
    """Where somebody goes who is not between the password and the code."""
    found = whoever()
    return first_page(found) if found else url_for("portal.sign_in")


def _following(has_factor: bool) -> str:
    return "portal.code" if has_factor else "portal.second_factor"


def _code_page(refused: Problem | None = None) -> Response:
    return _page("portal/sign_in_code.html", refused)


def _page(template: str, refused: Problem | None) -> Response:
    openid = services().settings.signing_in.openid
    return refusing(render_template(template, refused=refused, openid=openid), refused)


def _by_openid(found: Session | None) -> bool:
    return found is not None and found.proof is Proof.OPENID
