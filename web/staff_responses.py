"""You said, we did: staff write down what was done about an answer, in words for the person who gave it."""

from datetime import date
from typing import Any

from records.responses import Response
from web.incoming import words
from web.problems import Problem
from web.services import services
from web.staff_records import readable
from web.staff_session import member

LONGEST = 1_000
FIELDS = frozenset({"question_id", "did", "by_when"})


def respond(conversation_id: str, fields: Any) -> Response:
    """Keep what was done; raises Problem 400, 404, 409, 413 or 422. Only an answer that staff may read can have one."""
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    question_id, did = fields.get("question_id"), words(fields.get("did"))
    if not set(fields) <= FIELDS or not isinstance(question_id, str) or did is None:
        raise Problem(422, "wrong_fields")
    if len(did) > LONGEST:
        raise Problem(413, "too_long", {"limit": f"{LONGEST:,}"})
    by_when = _day(fields.get("by_when"))
    if question_id not in {line.question_id for line in readable(conversation_id, drawn=False).lines}:
        raise Problem(404, "no_answer")
    store = services().store
    with store.transaction():
        store.audit.note(member().username, "wrote what was done", conversation_id, question_id)
        return store.responses.add(conversation_id, question_id, did, member().name, by_when)


def take_back(conversation_id: str, question_id: str) -> None:
    """What stood before stands again, or nothing; raises Problem 404 where nothing was written."""
    readable(conversation_id, drawn=False)
    store = services().store
    with store.transaction():
        if not store.responses.take_back(conversation_id, question_id, member().name):
            raise Problem(404, "no_answer")
        store.audit.note(member().username, "took back what was done", conversation_id, question_id)


def _day(given: Any) -> str | None:
    """A day such as 2027-05-03, or None where none was given."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise Problem(422, "wrong_fields") from None
