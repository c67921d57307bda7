"""Who of the staff is asking: the session token in a header or a cookie, and what their role allows."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, g, request

from records.clock import later
from records.sessions import Proof, Session
from records.staff import Member, Role
from web.cookies import Cookie
from web.problems import Problem
from web.services import services

COOKIE = Cookie("mysay_staff", older=False)
HALF_WAY_MINUTES = 10
"""So long may somebody look for their telephone between the password and the code."""

View = TypeVar("View", bound=Callable[..., Any])


def token() -> str | None:
    """The session token that came with this request."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and bearer.strip():
        return bearer.strip()
    return COOKIE.given()


def session_now() -> Session | None:
    """The session of this request, whole or half way, or None; asked of the store once a request."""
    if "staff_session" not in g:
        given = token()
        g.staff_session = services().store.sessions.of(given) if given else None
    found: Session | None = g.staff_session
    return found


def whole(session: Session) -> bool:
    """Whether nothing more must be proven: a password is not enough where there is, or must be, a second factor."""
    required = session.has_factor or services().settings.signing_in.second_factor_required
    return session.proof is not Proof.PASSWORD or not required


def half_way() -> Session | None:
    """A session that a password has opened just now and that opens nothing yet, or None."""
    found = session_now()
    return found if found and not whole(found) and found.began > later(-60 * HALF_WAY_MINUTES) else None


def whoever() -> Member | None:
    """Who is signed in, or None."""
    found = session_now()
    return found.member if found and whole(found) else None


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

        return guarded  # type: ignore[return-value]  # called as the view is

    return guard


def sign_out() -> None:
    """End this session; nothing happens where there is none."""
    found, given = whoever(), token()
    if given:
        services().store.sessions.end(given)
    if found:
        services().store.audit.note(found.username, "signed out")


def let_in(response: Response, session: str) -> None:
    """Give the browser a session until it is closed, in place of any before; no script can read it."""
    before = token()
    if before and before != session:
        services().store.sessions.end(before)
    COOKIE.give(response, session)


def show_out(response: Response) -> None:
    """Take the session back from the browser."""
    COOKIE.take(response)
