"""Invitations: the page that tells the codes, the printed sheet, e-mail, and withdrawing, putting back and renewing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from operating.environment import is_loopback
from records.conversation import Audience
from records.exports.labels import day
from records.invitations import Invitation, Invited, Standing
from records.reviews import Review
from web import invitation_mail, preparing, staff_invitations, staff_reviews
from web.preparing import Ask
from web.problems import Problem
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed

ON_THE_PAGE = frozenset({422, 429, 503})


def register(portal: Blueprint) -> None:
    """Add these pages and buttons."""
    portal.post("/reviews/<review_id>/invitations", endpoint="invite")(invite)
    portal.post("/reviews/<review_id>/sheets", endpoint="sheets")(sheets)
    portal.post("/reviews/<review_id>/mail", endpoint="mail_invitation")(mail)
    portal.post("/invitations/<invitation_id>/withdraw", endpoint="withdraw_invitation")(withdraw)
    portal.post("/invitations/<invitation_id>/put-back", endpoint="put_back_invitation")(put_back)
    portal.post("/invitations/<invitation_id>/renew", endpoint="renew_invitation")(renew)


@allowed(*READERS)
def invite(review_id: str) -> str:
    """One more person of this review."""
    review = staff_reviews.known(review_id)
    try:
        audience = Audience(request.form.get("audience", ""))
        helper = preparing.line(request.form.get("helper", ""), "wrong_helper")
    except ValueError:  # NotSo is one
        raise Problem(422, "wrong_fields") from None
    return page(review, [staff_invitations.invite(review, _like_before(review, Ask(audience, helper)))])


@allowed(*READERS)
def sheets(review_id: str) -> str:
    """Sheets to print, one a page, each in the language of whoever is invited."""
    review = staff_reviews.known(review_id)
    return render_template(
        "portal/sheets.html", review=review, invited=_brought(review), voice=invitation_mail.voice, leads_to=link,
        until=until, square=square,
    )  # fmt: skip


@allowed(*READERS)
def mail(review_id: str) -> str | tuple[str, int]:
    """Send one by e-mail; what is refused is said beside it, and the codes stay on the page."""
    review = staff_reviews.known(review_id)
    invited = _brought(review)
    to, address = request.form.get("to", ""), request.form.get("address", "").strip()
    wanted = next((one for one in invited if one.invitation.id == to), None)
    if wanted is None:
        raise Problem(404, "not_found")
    try:
        invitation_mail.send(wanted, address, link(wanted.code), until(wanted.invitation))
    except Problem as problem:
        if problem.status not in ON_THE_PAGE:
            raise
        return page(review, invited, refused=problem, to=to, address=address), problem.status
    return page(review, invited, sent=to)


@allowed(*READERS)
def withdraw(invitation_id: str) -> Answer:
    """Nobody can come by it from now on."""
    return _back(staff_invitations.withdraw(invitation_id), "withdrawn")


@allowed(*READERS)
def put_back(invitation_id: str) -> Answer:
    """Undo that."""
    return _back(staff_invitations.put_back(invitation_id), "put_back")


@allowed(*READERS)
def renew(invitation_id: str) -> str:
    """A new code in place of the old one."""
    renewed = staff_invitations.renew(invitation_id)
    return page(staff_reviews.known(renewed.invitation.review_id), [renewed])


def _like_before(review: Review, ask: Ask) -> Ask:
    """With the adjustments and questions of whoever was invited on this side of the review before."""
    made = services().store.invitations.of_review(review.id)
    same = [one for one in made if (one.audience is Audience.PARENT) == (ask.audience is Audience.PARENT)]
    return replace(ask, adjustments=same[-1].adjustments, questions=same[-1].questions) if same else ask


def page(review: Review, invited: Sequence[Invited], **told: Any) -> str:
    """The codes, told on this page alone: they are kept nowhere, so each button of it brings them along."""
    return render_template(
        "portal/invited.html", review=review, invited=invited, leads_to=link,
        loopback=not services().settings.public_address and _here_alone(), **told,
    )  # fmt: skip


def link(code: str) -> str:
    """Where a code leads."""
    return address_of(url_for("talk.join_by_link", code=code))


def address_of(path: str) -> str:
    """A page of ours at the address that an operator gave, else at the one where this page was opened."""
    return f"{services().settings.public_address or request.host_url.rstrip('/')}{path}"


def until(invitation: Invitation) -> str:
    """The last day of an invitation, as whoever is invited would write it."""
    return day(invitation.expires, invitation_mail.voice(invitation).language)


def square(address: str) -> str:
    """A QR code as SVG that stands in the page: no style, no script, no picture from elsewhere."""
    drawn: str = segno.make(address, error="m").svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return drawn


def _brought(review: Review) -> list[Invited]:
    """The invitations whose codes the form brought along; raises Problem 410 where one opens nothing any more."""
    invitations = services().store.invitations
    found = [(invitations.of_code(code), code) for code in request.form.getlist("code")]
    known = [Invited(one, code) for one, code in found if one and one.review_id == review.id]
    if not known or any(one.invitation.standing is not Standing.INVITED for one in known):
        raise Problem(410, "invitation_withdrawn")
    return known


def _here_alone() -> bool:
    return is_loopback(request.host.rpartition(":")[0] or request.host)


def _back(invitation: Invitation, done: str) -> Answer:
    return redirect(url_for("portal.review", review_id=invitation.review_id, done=done), 303)
