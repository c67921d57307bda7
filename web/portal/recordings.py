"""Somebody's own voice with their answer, for staff who may read that answer; each playing is noted."""

from flask import Blueprint, Response, request

from records.audit import Sought
from records.clock import later
from web.recorded import played
from web.services import services
from web.staff_records import READERS, readable
from web.staff_session import allowed, member

HEARD, PLAYING_SECONDS = "heard a recording", 600


def register(portal: Blueprint) -> None:
    """Add this page."""
    portal.get("/records/<conversation_id>/recordings/<question_id>", endpoint="recording")(recording)


@allowed(*READERS)
def recording(conversation_id: str, question_id: str) -> Response:
    """The sound; raises Problem 404 where there is none, or its owner keeps that answer from staff."""
    store, record = services().store, readable(conversation_id, drawn=False)
    shown = question_id in {line.question_id for line in record.lines}
    response = played(store.recordings.find(record.id, question_id) if shown else None)
    from_its_start = request.range is None or request.range.ranges[0][0] == 0
    if from_its_start or not _begun(record.id, question_id):  # players fetch the rest bit by bit
        store.audit.note(member().username, HEARD, record.id, question_id)
    return response


def _begun(conversation_id: str, question_id: str) -> bool:
    """Whether it was noted just now that they listen: a part may be all but the first letter."""
    who = member().username
    sought = Sought(who=who, did=HEARD, conversation_id=conversation_id, since=later(-PLAYING_SECONDS))
    return any(entry.who == who and entry.detail == question_id for entry in services().store.audit.find(sought))
