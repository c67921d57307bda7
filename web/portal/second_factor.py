"""Setting up a second factor: a QR code, the key in letters, a code that proves it, and recovery codes, shown once."""

import segno
from flask import Blueprint, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from records.sessions import Proof, Session
from web import second_factor, staff_door, staff_session
from web.device import Known, device
from web.portal.door import REFUSALS, first_page, inside
from web.problems import Problem, refusing
from web.services import services
from web.staff_session import half_way, session_now, whole


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/account/second-factor", endpoint="second_factor")(show)
    portal.post("/account/second-factor", endpoint="set_up_second_factor")(set_up)


def show() -> Answer:
    """What to scan or type."""
    return _page(_whose(), None)


def set_up() -> Answer:
    """In use, with the recovery codes; on a refusal the same key again, saying why."""
    found = _whose()
    try:
        if whole(found):  # else the password was given a moment ago
            staff_door.confirm(found.member, request.form.get("password"))
        code = staff_door.credential(request.form.get("code"))
        codes = second_factor.set_up(found.member, request.form.get("offer", ""), code)
    except Problem as problem:
        if problem.status not in REFUSALS:
            raise
        return _page(found, problem)
    store = services().store
    store.sessions.end_all(found.member.id)
    store.audit.note(found.member.username, "set up a second factor")
    following = inside(request.form.get("next")) or first_page(found.member)
    response = make_response(render_template("portal/recovery_codes.html", codes=codes, following=following))
    staff_session.let_in(response, store.sessions.open(found.member.id, Proof.CODE, device()))
    Known.of_request().remember(response, found.member.username)
    return response


def _whose() -> Session:
    """Whoever may set one up: with a password alone only where there is none yet. Raises Problem 401 or 403."""
    found = session_now()
    if found is None or not (whole(found) or half_way()) or (found.has_factor and not whole(found)):
        raise Problem(401, "sign_in")
    if not services().store.staff.has_password(found.member):
        raise Problem(403, "no_password_here")
    if found.has_factor and found.proof is not Proof.CODE:
        raise Problem(403, "sign_in_with_code")
    return found


def _page(found: Session, refused: Problem | None) -> Answer:
    offered = second_factor.offer(found.member, request.form.get("offer", ""))
    picture = segno.make(offered.address, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff")
    drawn = Markup(picture)  # noqa: S704  # by segno, of squares alone
    page = render_template(
        "portal/second_factor.html", offer=offered, picture=drawn, refused=refused, replaces=found.has_factor,
        first=not whole(found),
    )  # fmt: skip
    return refusing(page, refused)
