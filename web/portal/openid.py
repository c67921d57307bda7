"""Signing in by an authority's own sign-in: there, back, and out; who comes back must have been added before."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from records.member import Member
from records.openid import MINUTES, SubjectTaken
from records.secret import new_token
from records.sessions import Proof
from web import staff_session
from web.cookies import Cookie
from web.device import device
from web.openid_held import away, provider
from web.portal.door import door_page, first_page, inside
from web.problems import Problem
from web.rate import Kept
from web.services import services

if TYPE_CHECKING:
    from web.openid_provider import Proven

# Lax: it must come along when another site leads back here
COOKIE = Cookie("mysay_openid", "/portal/openid", seconds=60 * MINUTES, same_site="Lax", older=False)
BEGUN = Kept("openid", 30, 300)


def register(portal: Blueprint) -> None:
    """Add these pages, which are there only where an operator has set a provider."""
    portal.get("/openid", endpoint="openid")(leave_for_it)
    portal.get("/openid/back", endpoint="openid_back")(come_back)
    portal.get("/openid/out", endpoint="openid_out")(leave_it_too)


def leave_for_it() -> Answer:
    """To the authority's own page; where it does not answer, back to the door, which says so."""
    from web.openid_told import ProviderAway

    asked, browser, verifier = provider(), new_token(), new_token()
    try:
        BEGUN.count(request.remote_addr or "")
    except Problem as problem:
        return door_page(problem)
    try:
        target = inside(request.args.get("next")) or ""
        state, nonce = services().store.openid.begin(browser, verifier, target)
        response = make_response(redirect(asked.way_in(state, nonce, verifier)))
    except ProviderAway as why:
        return _away(why)
    COOKIE.give(response, browser)
    return response


def come_back() -> Answer:
    """In, where what came back proves who it is and they were added here; else the door, which says why not."""
    from web.openid_provider import NotProven
    from web.openid_told import ProviderAway

    asked = provider()
    begun = services().store.openid.come_back(request.args.get("state", ""), COOKIE.given() or "")
    if begun is None:
        return door_page(Problem(401, "openid_stale"))
    if "code" not in request.args or request.args.get("iss", asked.settings.issuer) != asked.settings.issuer:
        return door_page(Problem(401, "openid_declined"))
    try:
        proven = asked.proven(request.args["code"], begun.nonce, begun.verifier)
    except ProviderAway as why:
        return _away(why)
    except NotProven as wrong:
        _refusal(str(wrong))
        return door_page(Problem(401, "openid_not_proven"))
    found = _whom(proven)
    if found is None:
        _refusal(f"unknown: {proven.subject}")
        return door_page(Problem(403, "openid_unknown", {"reference": proven.subject}))
    return _let_in(found, begun.target)


def leave_it_too() -> Answer:
    """To where one signs out of the authority's own sign-in; to our door where it has no such place."""
    from web.openid_told import ProviderAway

    try:
        door = services().settings.address + url_for("portal.sign_in")
        return redirect(provider().way_out(door) or url_for("portal.sign_in"))
    except ProviderAway as why:
        return _away(why)


def _whom(proven: "Proven") -> Member | None:
    """By the authority's own name for them; the first time by a verified e-mail address that is a user name here."""
    store = services().store
    linked = store.openid.linked(proven.subject)
    if linked or proven.email is None:
        return linked
    found = store.openid.unlinked(proven.email)
    if found:
        try:
            store.openid.link(found, proven.subject)
        except SubjectTaken:
            return None
        store.audit.note(found.username, "was linked to the authority's own sign-in")
    return found


def _let_in(found: Member, target: str) -> Response:
    """A page that leads on by itself: after a redirect from another site the browser would not send our cookie."""
    opened = services().store.sessions.open(found.id, Proof.OPENID, device())
    services().store.audit.note(found.username, "signed in", detail="by the authority's own sign-in")
    session.clear()
    following = inside(target) or first_page(found)
    response = make_response(render_template("portal/openid_back.html", following=following))
    staff_session.let_in(response, opened)
    COOKIE.take(response)
    return response


def _away(why: Exception) -> Response:
    return door_page(away(why))


def _refusal(why: str) -> None:
    detail = f"{request.remote_addr}: {why}"[:300]
    services().store.audit.note("unknown", "was refused at the authority's own sign-in", detail=detail)
