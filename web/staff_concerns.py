"""Concerns as the safeguarding lead deals with them, in the portal and over the API."""

from records.concerns import Concern
from web.problems import Problem
from web.services import services
from web.staff_session import member


def acknowledge(concern_id: str) -> Concern:
    """Read by the lead: who and when is kept the first time, and no more alerts of it are sent. Raises Problem 404."""
    store = services().store
    concern = store.concerns.find(concern_id)
    if concern is None:
        raise Problem(404, "not_found")
    store.concerns.acknowledge(concern_id, member().name)
    store.audit.note(member().username, "marked a concern as read", concern.conversation_id)
    return store.concerns.find(concern_id) or concern
