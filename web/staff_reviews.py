"""Reviews as staff see them: listed by urgency, with how far each has come, and without words."""

from datetime import date

from records.clock import now
from records.exports.labels import here
from records.review_list import Page, Side, Wanted
from records.reviews import Facts, Review
from web.problems import Problem
from web.services import services
from web.staff_session import member


def today() -> date:
    """The day it is for people here."""
    return here(now()).date()


def listed(wanted: Wanted) -> Page:
    """One page of the list; a page beyond the last is empty."""
    store = services().store
    page = store.review_list.page(wanted, today())
    store.audit.note(member().username, "listed reviews")
    return page


def mine() -> tuple[int, int]:
    """Of how many reviews that one prepared oneself the views are overdue, and of how many due within a week."""
    return services().store.reminders.counts(member().username, today())


def known(review_id: str) -> Review:
    """The review; raises Problem 404."""
    found = services().store.reviews.find(review_id)
    if found is None:
        raise Problem(404, "not_found")
    return found


def sides(review_id: str) -> tuple[Side, ...]:
    """Its invitations and how far each conversation has come."""
    return services().store.review_list.sides(review_id)


def close(review_id: str) -> None:
    """Nothing is waited for any more; raises Problem 404."""
    found = known(review_id)
    services().store.reviews.close(found.id)
    services().store.audit.note(member().username, "closed a review", detail=found.id)


def reopen(review_id: str) -> None:
    """Undo that; raises Problem 404."""
    found = known(review_id)
    services().store.reviews.reopen(found.id)
    services().store.audit.note(member().username, "opened a review again", detail=found.id)


def change(review_id: str, facts: Facts) -> Review:
    """Put other facts in place; raises Problem 404."""
    found = known(review_id)
    if facts != Facts.of(found):
        services().store.reviews.change(found, facts)
        services().store.audit.note(member().username, "changed a review", detail=found.id)
    return known(review_id)


def undo_change(review_id: str) -> Review:
    """Undo the last change; raises Problem 404, or 409 where there was none."""
    found = known(review_id)
    if not services().store.reviews.undo_change(found):
        raise Problem(409, "no_change")
    services().store.audit.note(member().username, "undid changing a review", detail=found.id)
    return known(review_id)
