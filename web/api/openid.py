"""The authority's own sign-in tells that somebody has signed out there: they are signed out here too."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from records.sessions import Proof
from web.openid_held import away, provider
from web.problems import Problem
from web.rate import Kept
from web.services import services

if TYPE_CHECKING:
    from web.openid_provider import Left

WRONG, ONCE = Kept("openid_left_wrong", 30, 300), Kept("openid_left", 1, 1800)
"""Tokens that prove nothing, by address; and each token, for longer than it may be old."""


def register(api: Blueprint) -> None:
    """Add this route."""
    api.post("/staff/openid/logout", endpoint="openid_logout")(sign_out)


def sign_out() -> Response:
    """A form with `logout_token` (OpenID Connect Back-Channel Logout): each session that it opened here ends."""
    left, store = _left(), services().store
    found = store.openid.linked(left.subject)
    if found and store.sessions.end_opened(found.id, Proof.OPENID):
        store.audit.note(found.username, "signed out", detail="at the authority's own sign-in")
    return Response()


def _left() -> "Left":
    """Who has signed out there; raises Problem 400, 429 or 503."""
    from web.openid_provider import NotProven
    from web.openid_told import ProviderAway

    asked, address = provider(), request.remote_addr or ""
    WRONG.check(address)
    try:
        left = asked.left(request.form.get("logout_token", ""))
    except ProviderAway as why:
        raise away(why) from None
    except NotProven:
        WRONG.note(address)
        raise Problem(400, "wrong_fields") from None
    if ONCE.wait(left.token_id):
        raise Problem(400, "wrong_fields")
    ONCE.note(left.token_id)
    return left
