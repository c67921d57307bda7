"""A drawing or photo that answers a question, for staff who may read that answer."""

from flask import Blueprint, Response

from accessibility.photos import MEDIA_TYPE
from web.problems import Problem
from web.services import services
from web.staff_records import READERS, readable
from web.staff_session import allowed


def register(portal: Blueprint) -> None:
    """Add this page."""
    portal.get("/records/<conversation_id>/drawings/<question_id>", endpoint="drawing")(drawing)


@allowed(*READERS)
def drawing(conversation_id: str, question_id: str) -> Response:
    """The picture; raises Problem 404 where there is none, or its owner keeps it from staff."""
    record = readable(conversation_id, drawn=False)
    shown = {line.question_id for line in record.lines}
    answer = services().store.answers.find(record.id, question_id) if question_id in shown else None
    drawn = answer.picked.drawing if answer else None
    image = services().store.drawings.find(record.id, drawn) if drawn else None
    if image is None:
        raise Problem(404, "not_found")
    return Response(image, content_type=MEDIA_TYPE)
