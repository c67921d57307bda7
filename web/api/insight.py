"""Insight for programs."""

from flask import Blueprint, Response, jsonify

from web.insight_files import as_data
from web.services import services
from web.staff_insight import LOOKERS, picture
from web.staff_session import allowed, member


def register(api: Blueprint) -> None:
    """Add this route."""
    api.get("/insight", endpoint="insight")(insight)


@allowed(*LOOKERS)
def insight() -> Response:
    """What many said, as numbers; null where a number is withheld."""
    services().store.audit.note(member().username, "looked at the insight", detail="api")
    return jsonify(as_data(picture(services().bank)))
