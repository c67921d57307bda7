"""Who of the staff is asking: the session token in a header or a cookie, what their role allows, and signing in."""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, g, request

from records.staff import Member, Role
from web.problems import Problem
from web.rate import Rate
from web.services import services

COOKIE = "mysay_staff"
LONGEST_CREDENTIAL = 200
PER_SECONDS = 300
TRIES_FOR_A_NAME, TRIES_FROM_AN_ADDRESS = 5, 50
HASHES_AT_ONCE = 2  # each takes 64 MB and a core: a flood of sign-ins must not take the whole machine

View = TypeVar("View", bound=Callable[..., Any])


class Door:
    """What slows guessing down, in this process's memory."""

    def __init__(self) -> None:
        self.by_name = Rate(TRIES_FOR_A_NAME, PER_SECONDS)
        self.by_address = Rate(TRIES_FROM_AN_ADDRESS, PER_SECONDS)
        self.hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)


def token() -> str | None:
    """The session token that came with this request."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and bearer.strip():
        return bearer.strip()
    return request.cookies.get(COOKIE)


def whoever() -> Member | None:
    """Who is signed in, or None; asked of the store once a request."""
    if "member" not in g:
        given = token()
        g.member = services().store.staff.of_session(given) if given else None
    found: Member | None = g.member
    return found


def member() -> Member:
    """Who is signed in; raises Problem 401."""
    found = whoever()
    if found is None:
        raise Problem(401, "sign_in")
    return found


def allowed(*roles: Role) -> Callable[[View], View]:
    """Only for staff in one of these roles; all others get Problem 401 or 403."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **named: Any) -> Any:
            if member().role not in roles:
                raise Problem(403, "not_allowed")
            return view(*args, **named)

        return guarded  # type: ignore[return-value]

    return guard


def sign_in(username: Any, password: Any) -> tuple[Member, str]:
    """The member and a session token; raises Problem 422, 401 or 429, alike for names that exist and that do not."""
    name, secret = _credential(username), _credential(password)
    door: Door = current_app.extensions.setdefault("mysay_door", Door())
    address = request.remote_addr or ""
    key = f"{address} {name.strip().lower()}"
    _wait(max(door.by_name.wait(key), door.by_address.wait(address)))
    door.by_name.note(key)  # counted before it is known to be wrong, so that many at once are not let through
    with door.hashing:
        entered = services().store.staff.sign_in(name, secret)
    if entered is None:
        door.by_address.note(address)
        services().store.audit.note("unknown", "was refused at sign-in", detail=address)
        raise Problem(401, "wrong_password")
    door.by_name.forget(key)
    services().store.audit.note(entered[0].username, "signed in")
    return entered


def sign_out() -> None:
    """End this session; nothing happens where there is none."""
    found, given = whoever(), token()
    if found and given:
        services().store.staff.sign_out(given)
        services().store.audit.note(found.username, "signed out")


def let_in(response: Response, session: str) -> None:
    """Give the browser the session until it is closed; no script can read it."""
    response.set_cookie(COOKIE, session, path="/", secure=True, httponly=True, samesite="Strict")


def show_out(response: Response) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")


def _credential(value: Any) -> str:
    try:
        if isinstance(value, str) and 0 < len(value.encode()) <= LONGEST_CREDENTIAL:
            return value
    except UnicodeEncodeError:
        pass
    raise Problem(422, "wrong_fields")


def _wait(seconds: int) -> None:
    if seconds:
        raise Problem(429, "too_many", {"seconds": str(seconds)}, retry_after=seconds)
