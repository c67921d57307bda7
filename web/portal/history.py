"""The audit, for administrators: who did what, and when."""

from flask import Blueprint, render_template

from records.exports.labels import here
from records.staff import Role
from web.services import services
from web.staff_session import allowed, member


def register(portal: Blueprint) -> None:
    """Add this page."""
    portal.get("/history", endpoint="history")(history)


@allowed(Role.ADMINISTRATOR)
def history() -> str:
    """The newest entries first."""
    entries = services().store.audit.newest()
    services().store.audit.note(member().username, "read the audit")
    return render_template("portal/history.html", entries=entries, here=here)
