"""Signing in: a password, then a code where there is a second factor."""

from typing import Any

from flask import request

from records.passwords import LONGEST_PASSWORD_BYTES
from records.sessions import Proof
from records.staff import Member
from web import second_factor
from web.device import Known, device
from web.problems import Problem
from web.services import services
from web.staff_session import whole
from web.staff_tries import BY_NAME, Tries, door


def enter(username: Any, password: Any) -> tuple[Member, str]:
    """The member and the token of a session that a password has opened, which may not be whole yet.

    Raises Problem 422, 401 or 429, alike for names that exist and that do not.
    """
    name, secret = credential(username), credential(password)
    tries = Tries(name.strip().lower())
    tries.may_go_on()
    with door().turn():
        tries.count()
        entered = services().store.staff.sign_in(name, secret, device())
    if entered is None:
        tries.failed()
        services().store.audit.note("unknown", "was refused at sign-in", detail=request.remote_addr or "")
        raise Problem(401, "wrong_password")
    tries.succeeded()
    did = "signed in" if whole_now(entered[1]) else "gave their password, and no code yet"
    services().store.audit.note(entered[0].username, did, detail=request.remote_addr or "")
    return entered


def whole_now(token: str) -> bool:
    """Whether a session needs nothing more."""
    found = services().store.sessions.of(token)
    return found is not None and whole(found)


def give_code(member: Member, token: str, code: Any) -> str:
    """A new token, of a whole session, in place of one that a password opened; raises Problem 401, 422 or 429."""
    typed, where = credential(code), Known.of_request().for_name(member.username) or request.remote_addr
    key = f"code {where} {member.id}"
    BY_NAME.count(key)
    second_factor.check(member, typed)
    BY_NAME.forget(key)
    services().store.sessions.end(token)
    services().store.audit.note(member.username, "signed in", detail=f"{request.remote_addr} with a code")
    return services().store.sessions.open(member.id, Proof.CODE, device())


def enter_at_once(username: Any, password: Any, code: Any) -> tuple[Member, str]:
    """As a program signs in, all in one call; raises Problem 401, 403, 422 or 429."""
    member, token = enter(username, password)
    if whole_now(token):
        return member, token
    try:
        if services().store.second_factors.of(member.id) is None:
            raise Problem(403, "second_factor_missing")
        if code is None:
            raise Problem(401, "second_factor")
        return member, give_code(member, token, code)
    finally:
        services().store.sessions.end(token)


def confirm(member: Member, password: Any) -> None:
    """Whoever is signed in knows the password still; raises Problem 401, 422 or 429."""
    secret, key = credential(password), f"again {member.id}"
    BY_NAME.count(key)
    with door().turn():
        known = services().store.staff.check(member.username, secret)
    if known is None:
        raise Problem(401, "not_your_password")
    BY_NAME.forget(key)


def credential(value: Any) -> str:
    """A name, password or code as it was typed; raises Problem 422."""
    try:
        if isinstance(value, str) and 0 < len(value.encode()) <= LONGEST_PASSWORD_BYTES:
            return value
    except UnicodeEncodeError:
        pass
    raise Problem(422, "wrong_fields")
