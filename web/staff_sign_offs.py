"""Signing off: a member of staff says that a record was checked, and may go into the plan as it stands."""

from web.problems import Problem
from web.services import services
from web.staff_records import readable
from web.staff_session import member


def sign_off(conversation_id: str, seal: str) -> None:
    """Checked; raises Problem 404 or 409, as where the record is no longer the one of that seal, which was read."""
    record, store = readable(conversation_id), services().store
    if record.seal != seal:
        raise Problem(409, "record_changed")
    with store.transaction():
        store.sign_offs.keep(record.id, record.seal, member().username)
        store.audit.note(member().username, "signed off the record", record.id, f"seal:{record.seal}")


def take_back(conversation_id: str) -> None:
    """Undo that; raises Problem 404 where it was not signed off."""
    record, store = readable(conversation_id, drawn=False), services().store
    with store.transaction():
        if not store.sign_offs.take_back(record.id):
            raise Problem(404, "not_found")
        store.audit.note(member().username, "took back signing off the record", record.id)
