"""Reviews: one review without words, other facts of it, and undoing the last change."""

from typing import Any

from flask import Blueprint, Response, jsonify

from records.review_list import Side
from records.reviews import Review
from web import preparing, staff_reviews
from web.api.conversations import body
from web.staff_records import READERS
from web.staff_session import allowed


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.get("/reviews/<review_id>", endpoint="review")(review)
    api.patch("/reviews/<review_id>", endpoint="change_review")(change)
    api.post("/reviews/<review_id>/undo", endpoint="undo_review")(undo)


@allowed(*READERS)
def review(review_id: str) -> Response:
    """The facts, and how far each invitation has come."""
    return _told(staff_reviews.known(review_id))


@allowed(*READERS)
def change(review_id: str) -> Response:
    """`{called?, year_group?, purpose?, meeting?}`: other facts; a field that is not sent stays as it is."""
    facts = preparing.changes_of(body(), staff_reviews.known(review_id), staff_reviews.today())
    return _told(staff_reviews.change(review_id, facts))


@allowed(*READERS)
def undo(review_id: str) -> Response:
    """As it was before the last change."""
    return _told(staff_reviews.undo_change(review_id))


def _told(found: Review) -> Response:
    return jsonify(
        id=found.id, about=found.about, called=found.called, year_group=found.year_group,
        purpose=found.purpose.value, meeting=found.meeting, due=found.due and found.due.isoformat(),
        closed=found.closed, can_undo=found.before is not None,
        invitations=[_side(side) for side in staff_reviews.sides(found.id)],
    )  # fmt: skip


def _side(side: Side) -> dict[str, Any]:
    return {
        "id": side.invitation_id, "audience": side.audience.value, "standing": side.standing.value,
        "progress": {"done": side.done, "total": side.total}, "shared": side.shared,
        "conversation_id": side.conversation_id,
    }  # fmt: skip
