"""A new code for whoever lost theirs: made by staff, told once, in the audit, and told to whose conversation it is."""

from records.audit import Entry, Sought
from records.conversation import CLOSED_STATES, Conversation, State
from records.readers import NEW_CODE
from web.problems import Problem
from web.rate import Kept
from web.services import services
from web.staff_session import member

CODES = Kept("new codes", 30, 3600)
"""For one member of staff: a class that lost its codes, and no more."""


def unfinished(conversation_id: str) -> Conversation:
    """The conversation; raises Problem 404, or 409 where it is over: nobody else comes in once it was taken back."""
    found = services().store.conversations.find(conversation_id)
    if found is None:
        raise Problem(404, "not_found")
    if found.state in CLOSED_STATES:
        raise Problem(409, "withdrawn" if found.state is State.WITHDRAWN else "no_code_needed")
    return found


def renew(conversation_id: str, *, shut: bool = False) -> str:
    """The new code; the old one and the secret pictures count no more, and with `shut` no device stays open.

    Raises Problem 404, 409 or 429.
    """
    store, who = services().store, member().username
    CODES.count(who)
    with store.transaction(conversation_id):  # nobody finishes, or erases it, in between
        unfinished(conversation_id)
        code = store.conversations.renew_code(conversation_id)
        if code is None:
            raise Problem(404, "not_found")
        store.picture_passwords.forget(conversation_id)
        if shut:
            store.devices.shut_all(conversation_id)
        store.audit.note(who, NEW_CODE, conversation_id, "closed on every device" if shut else "")
    return code


def renewed(conversation_id: str) -> list[Entry]:
    """Who made new codes for it, the newest first: what was said after one may have been said by whoever made it."""
    return services().store.audit.find(Sought(conversation_id=conversation_id, did=NEW_CODE))
