"""Invitations as staff make, withdraw and renew them, in the portal, over the API, and always audited."""

from records.invitations import DAYS, Invitation, Invited
from records.reviews import Review
from web.preparing import Ask, Plan
from web.problems import Problem
from web.services import services
from web.staff_session import member


def prepare(plan: Plan, review_id: str | None = None) -> tuple[Review, list[Invited]]:
    """Keep a review and make its invitations, all or nothing. The codes are told now and never again."""
    store, who = services().store, member().username
    with store.transaction():
        review = store.reviews.add(
            who, plan.purpose, plan.about, review_id, called=plan.called, year_group=plan.year_group,
            meeting=plan.meeting,
        )  # fmt: skip
        store.audit.note(who, "prepared a review", detail=review.id)
        return review, [invite(review, ask) for ask in plan.asks]


def invite(review: Review, ask: Ask) -> Invited:
    """One more invitation to a review."""
    store, who = services().store, member().username
    with store.transaction():
        made = store.invitations.make(
            review.id,
            ask.audience,
            who,
            ask.days or DAYS,
            helper=ask.helper,
            adjustments=ask.adjustments,
            questions=ask.questions,
        )
        store.audit.note(who, "invited", detail=f"{made.invitation.id} {ask.audience.value}")
        return made


def withdraw(invitation_id: str) -> Invitation:
    """Nobody can come by it from now on; raises Problem 404, or 409 where somebody has."""
    found = known(invitation_id)
    if not services().store.invitations.withdraw(found.id):
        raise Problem(409, "invitation_begun")
    services().store.audit.note(member().username, "withdrew an invitation", detail=found.id)
    return found


def put_back(invitation_id: str) -> Invitation:
    """Undo that; raises Problem 404, or 409 where it was not withdrawn."""
    found = known(invitation_id)
    if not services().store.invitations.put_back(found.id):
        raise Problem(409, "no_change")
    services().store.audit.note(member().username, "put an invitation back", detail=found.id)
    return found


def renew(invitation_id: str) -> Invited:
    """A new code in place of the old; raises Problem 404, or 409 while a conversation has come of it."""
    found = known(invitation_id)
    renewed = services().store.invitations.renew(found.id)
    if renewed is None:
        raise Problem(409, "invitation_begun")
    services().store.audit.note(member().username, "made a new code", detail=found.id)
    return renewed


def known(invitation_id: str) -> Invitation:
    """The invitation; raises Problem 404."""
    found = services().store.invitations.find(invitation_id)
    if found is None:
        raise Problem(404, "not_found")
    return found
