"""You said, we did: a practitioner writes beside an answer what was done about it, and can take it back."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from web import staff_responses
from web.portal import pages
from web.problems import Problem
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed

ON_THE_FORM = frozenset({413, 422})


def register(portal: Blueprint) -> None:
    """Add these buttons."""
    portal.post("/records/<conversation_id>/responses", endpoint="respond")(respond)
    portal.post("/records/<conversation_id>/responses/take-back", endpoint="take_back")(take_back)


@allowed(*READERS)
def respond(conversation_id: str) -> Answer | tuple[str, int]:
    """Keep what was done; what cannot be kept comes back on the form, with why."""
    question_id, did, by_when = (request.form.get(name, "") for name in ("question_id", "did", "by_when"))
    try:
        fields = {"question_id": question_id, "did": did, "by_when": by_when or None}
        staff_responses.respond(conversation_id, fields)
    except Problem as problem:
        if problem.status not in ON_THE_FORM:
            raise
        refused = pages.Refused(question_id, did, by_when, _why(problem))
        return pages.show(conversation_id, refused), problem.status
    return _back(conversation_id, question_id)


@allowed(*READERS)
def take_back(conversation_id: str) -> Answer:
    """Undo the last."""
    question_id = request.form.get("question_id", "")
    staff_responses.take_back(conversation_id, question_id)
    return _back(conversation_id, question_id)


def _why(problem: Problem) -> str:
    return services().bank.staff_labels["did_empty"] if problem.name == "empty" else problem.detail


def _back(conversation_id: str, question_id: str) -> Answer:
    """To the answer that it is about, on the page as it was."""
    order = request.form.get("by") or None
    page = url_for("portal.record", conversation_id=conversation_id, by=order, saved=question_id)
    return redirect(f"{page}#done-{question_id}", code=303)
