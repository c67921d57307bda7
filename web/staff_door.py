"""Signing in: a password, then a code where there is a second factor; what slows guessing down."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, request

from records.passwords import LONGEST_PASSWORD_BYTES
from records.sessions import Proof
from records.staff import Member
from web import second_factor
from web.device import Known, device
from web.problems import Problem
from web.rate import Rate
from web.services import services
from web.staff_session import whole

PER_SECONDS = 300
TRIES_FOR_A_NAME, TRIES_FROM_AN_ADDRESS = 5, 50
TRIES_BY_STRANGERS, STRANGERS_PER_SECONDS = 50, 900
HASHES_AT_ONCE, WAITING_AT_MOST = 2, 4
"""Each hash takes 64 MB and a core: a flood of sign-ins must not take the whole machine, nor all of its threads."""
QUEUE_SECONDS = 2


class Door:
    """What slows guessing down, in this process's memory."""

    def __init__(self) -> None:
        self.by_name = Rate(TRIES_FOR_A_NAME, PER_SECONDS)
        self.by_address = Rate(TRIES_FROM_AN_ADDRESS, PER_SECONDS)
        self.by_strangers = Rate(TRIES_BY_STRANGERS, STRANGERS_PER_SECONDS)
        self.waiting = threading.BoundedSemaphore(WAITING_AT_MOST)
        self.hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn to have a password hashed; raises Problem 429 where many wait already."""
        if not self.waiting.acquire(blocking=False):
            _wait(QUEUE_SECONDS)
        try:
            with self.hashing:
                yield
        finally:
            self.waiting.release()


def door() -> Door:
    """That of this process."""
    found: Door = current_app.extensions.setdefault("mysay_door", Door())
    return found


def enter(username: Any, password: Any) -> tuple[Member, str]:
    """The member and the token of a session that a password has opened, which may not be whole yet.

    Raises Problem 422, 401 or 429, alike for names that exist and that do not.
    """
    name, secret = credential(username), credential(password)
    tries = _Tries(name.strip().lower())
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
    _wait(door().by_name.wait(key))
    door().by_name.note(key)
    second_factor.check(member, typed)
    door().by_name.forget(key)
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
    _wait(door().by_name.wait(key))
    door().by_name.note(key)
    with door().turn():
        known = services().store.staff.check(member.username, secret)
    if known is None:
        raise Problem(401, "not_your_password")
    door().by_name.forget(key)


def credential(value: Any) -> str:
    """A name, password or code as it was typed; raises Problem 422."""
    try:
        if isinstance(value, str) and 0 < len(value.encode()) <= LONGEST_PASSWORD_BYTES:
            return value
    except UnicodeEncodeError:
        pass
    raise Problem(422, "wrong_fields")


class _Tries:
    """Tries at one name: by a device where its owner signed in before, each for itself; by strangers, all together.

    So nobody who has never signed in can keep a member away from their own computer, however long they go on.
    """

    def __init__(self, name: str) -> None:
        self._known = Known.of_request().for_name(name)
        self._address, self._name = request.remote_addr or "", name
        self._key = f"device {self._known} {name}" if self._known else f"{self._address} {name}"

    def may_go_on(self) -> None:
        """Raises Problem 429 where there were too many."""
        rates, wait = door(), door().by_name.wait(self._key)
        if not self._known:
            wait = max(wait, rates.by_address.wait(self._address), rates.by_strangers.wait(self._name))
        _wait(wait)

    def count(self) -> None:
        """One more, before it is known to be wrong, so that many at once are not let through; raises Problem 429."""
        self.may_go_on()
        door().by_name.note(self._key)

    def failed(self) -> None:
        """It was wrong."""
        if not self._known:
            door().by_address.note(self._address)
            door().by_strangers.note(self._name)

    def succeeded(self) -> None:
        """It was right."""
        door().by_name.forget(self._key)


def _wait(seconds: int) -> None:
    if seconds:
        raise Problem(429, "too_many", {"seconds": str(seconds)}, retry_after=seconds)
