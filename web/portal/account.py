"""One's own account: the second factor, the password, and where one is signed in."""

from itertools import groupby

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from operating.alerting import ADDRESS
from records.exports.labels import here
from records.member import Member
from records.passwords import SHORTEST_PASSWORD, PasswordRefused, PasswordTooCommon, PasswordTooShort
from records.sessions import Proof, Session
from records.staff import Role
from web import staff_door, staff_session
from web.device import device
from web.invitation_mail import LONGEST_ADDRESS
from web.portal.door import REFUSALS
from web.problems import Problem, refusing
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed, member, session_now, whole

REASONS = {PasswordTooShort: "password_short", PasswordTooCommon: "password_common"}


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/account", endpoint="account")(show)
    portal.post("/account/password", endpoint="change_password")(change_password)
    portal.post("/account/sign-out-everywhere", endpoint="sign_out_everywhere")(sign_out_everywhere)
    portal.post("/account/sign-out-another", endpoint="sign_out_another")(sign_out_another)
    portal.post("/account/reminders", endpoint="choose_reminders")(choose_reminders)


def show() -> Answer:
    """The page."""
    return _page()


def change_password() -> Answer:
    """A new password, with which every other session ends; on a refusal the page again, saying why."""
    found = _now()
    try:
        staff_door.confirm(found.member, request.form.get("old"))
        new = staff_door.credential(request.form.get("new"))
        _change(found, new)
    except Problem as problem:
        if problem.status not in REFUSALS:
            raise
        return _page(problem)
    services().store.audit.note(found.member.username, "changed their password")
    response = make_response(redirect(url_for("portal.account", done="password"), code=303))
    staff_session.let_in(response, services().store.sessions.open(found.member.id, found.proof, device()))
    return response


def sign_out_everywhere() -> Answer:
    """Out on every device, this one too."""
    found = member()
    count = services().store.sessions.end_all(found.id)
    services().store.audit.note(found.username, "signed out everywhere", detail=f"{count} sessions")
    response = make_response(redirect(url_for("portal.sign_in"), code=303))
    staff_session.show_out(response)
    return response


@allowed(Role.ADMINISTRATOR)
def sign_out_another() -> Answer:
    """Another member out on every device of theirs: one that was lost, or somebody who must not go on."""
    found = services().store.staff.find(request.form.get("username", ""))
    if found is None:
        raise Problem(404, "not_found")
    count = services().store.sessions.end_all(found.id)
    services().store.audit.note(member().username, "signed another out", detail=f"{found.username}, {count} sessions")
    return redirect(url_for("portal.account", done="another"), code=303)


@allowed(*READERS)
def choose_reminders() -> Answer:
    """Where to be reminded of what is due, or with nothing written no more; the page again where it is no address."""
    found, email = member(), request.form.get("email", "").strip()
    if email and (len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email)):
        return _page(Problem(422, "no_address"))
    services().store.reminders.choose(found.id, email or None)
    services().store.audit.note(found.username, "chose reminders" if email else "chose no reminders")
    return redirect(url_for("portal.account", done="reminders"), code=303)


def _change(found: Session, new: str) -> None:
    try:
        services().store.staff.change_password(found.member, new)
    except PasswordRefused as refused:
        name = REASONS.get(type(refused), "wrong_fields")
        raise Problem(422, name, {"least": str(SHORTEST_PASSWORD)}) from None


def _others(found: Member) -> dict[str, list[Session]]:
    """Who else is signed in, by name: an administrator can end that."""
    sessions = [session for session in services().store.sessions.everyones() if session.member.id != found.id]
    return {name: list(held) for name, held in groupby(sessions, key=lambda session: session.member.username)}


def _now() -> Session:
    member()  # raises where nobody is signed in
    found = session_now()
    if found is None or not services().store.staff.has_password(found.member):
        raise Problem(403, "no_password_here")
    return found


def _page(refused: Problem | None = None) -> Answer:
    found, store = member(), services().store
    sessions = [session for session in store.sessions.of_member(found.id) if whole(session)]
    page = render_template(
        "portal/account.html", factor=store.second_factors.of(found.id), sessions=sessions, now=session_now(),
        refused=refused, done=request.args.get("done"), least=SHORTEST_PASSWORD, here=here,
        has_password=store.staff.has_password(found), openid=services().settings.signing_in.openid,
        email=store.reminders.address(found.id), reads=found.role in READERS,
        others=_others(found) if found.role is Role.ADMINISTRATOR else {},
        required=services().settings.signing_in.second_factor_required, proofs=Proof,
    )  # fmt: skip
    return refusing(page, refused)
