"""Inviting: one call prepares a conversation and gives the code that opens it, once."""

from flask import Blueprint, Response, jsonify

from web import preparing, staff_invitations, staff_reviews
from web.api.conversations import body
from web.portal.invitations import link
from web.staff_records import READERS
from web.staff_session import allowed


def register(api: Blueprint) -> None:
    """Add this route."""
    api.post("/invitations", endpoint="invite")(invite)


@allowed(*READERS)
def invite() -> tuple[Response, int]:
    """201 with the code and the link, which are told now and never again."""
    plan, review_id = preparing.plan_of(body(), staff_reviews.today())
    if review_id is None:
        review, (invited,) = staff_invitations.prepare(plan)
    else:
        review = staff_reviews.known(review_id)
        invited = staff_invitations.invite(review, plan.asks[0])
    invitation = invited.invitation
    told = jsonify(
        id=invitation.id, review_id=review.id, about=review.about, audience=invitation.audience.value,
        code=invited.code, link=link(invited.code), expires=invitation.expires,
    )  # fmt: skip
    return told, 201
