"""Concerns, for the safeguarding lead alone."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from records.exports.labels import here
from records.staff import Role
from web import staff_concerns
from web.services import services
from web.staff_session import allowed, member


def register(portal: Blueprint) -> None:
    """Add this page and its button."""
    portal.get("/concerns", endpoint="concerns")(concerns)
    portal.post("/concerns/<concern_id>/read", endpoint="acknowledge")(acknowledge)


@allowed(Role.SAFEGUARDING_LEAD)
def concerns() -> str:
    """Unread ones on top, with the exact words, and who said them where the conversation is still there."""
    store = services().store
    found = [(concern, store.conversations.find(concern.conversation_id)) for concern in store.concerns.newest()]
    store.audit.note(member().username, "read the concerns")
    return render_template("portal/concerns.html", concerns=found, here=here)


@allowed(Role.SAFEGUARDING_LEAD)
def acknowledge(concern_id: str) -> Answer:
    """The lead has read one; who and when is kept, the first time."""
    staff_concerns.acknowledge(concern_id)
    return redirect(url_for("portal.concerns"), code=303)
