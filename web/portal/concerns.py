"""Concerns, for the safeguarding lead alone."""

from flask import Blueprint, render_template

from records.exports.labels import here
from records.staff import Role
from web.services import services
from web.staff_session import allowed, member


def register(portal: Blueprint) -> None:
    """Add this page."""
    portal.get("/concerns", endpoint="concerns")(concerns)


@allowed(Role.SAFEGUARDING_LEAD)
def concerns() -> str:
    """Unread ones on top, with the exact words."""
    found = services().store.concerns.newest()
    services().store.audit.note(member().username, "read the concerns")
    return render_template("portal/concerns.html", concerns=found, here=here)
