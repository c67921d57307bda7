"""What is soon to go, as staff see it: they keep it for longer and say why, or let it go."""

from records.conversation import State
from records.retention import Due
from web.problems import Problem
from web.services import services
from web.staff_session import member

MONTHS = (3, 6, 12)
LONGEST = 500


def due() -> list[Due]:
    """What goes within a month; what its owner has taken back is nobody else's to keep."""
    services().store.audit.note(member().username, "looked at what is soon to go")
    return [found for found in services().store.retention.due() if found.conversation.state is not State.WITHDRAWN]


def extended() -> list[Due]:
    """What staff keep for longer."""
    found = services().store.retention.extended()
    return [one for one in found if one.conversation.state is not State.WITHDRAWN]


def extend(conversation_id: str, months: str, reason: str) -> None:
    """Keep it for some months more; raises Problem 404, 409, 413 or 422."""
    _theirs(conversation_id)
    why = " ".join(reason.split())
    if months not in {str(one) for one in MONTHS} or not why.isprintable():
        raise Problem(422, "wrong_fields")
    if not why:
        raise Problem(422, "no_reason")
    if len(why) > LONGEST:
        raise Problem(413, "too_long", {"limit": f"{LONGEST:,}"})
    with services().store.transaction():
        until = services().store.retention.extend(conversation_id, int(months), why, member().name)
        _note(conversation_id, "kept a record for longer", until)


def let_go(conversation_id: str) -> None:
    """Agree that it goes on its day; raises Problem 404 or 409."""
    _theirs(conversation_id)
    with services().store.transaction():
        _note(conversation_id, "let a record go", services().store.retention.let_go(conversation_id, member().name))


def undo(conversation_id: str) -> None:
    """Take the last choice back; raises Problem 404 or 409."""
    _theirs(conversation_id)
    store, months = services().store, services().settings.keep_months
    with store.transaction():
        until = store.retention.undo(conversation_id, months, member().name)
        _note(conversation_id, "took back how long a record is kept", until)


def _theirs(conversation_id: str) -> None:
    found = services().store.conversations.find(conversation_id)
    if found is None or found.state is State.WITHDRAWN:
        raise Problem(404, "not_found")


def _note(conversation_id: str, did: str, until: str | None) -> None:
    """Into the audit, until when; the reason stands with the record, and goes with it."""
    if until is None:
        raise Problem(409, "no_change")
    services().store.audit.note(member().username, did, conversation_id, f"until {until[:10]}")
