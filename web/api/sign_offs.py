"""Signing off over the API: a program that shows a record to staff passes on that they checked it."""

from flask import Blueprint, Response

from web import staff_sign_offs
from web.api.conversations import body
from web.problems import Problem
from web.staff_records import READERS
from web.staff_session import allowed

PATH = "/records/<conversation_id>/sign-off"


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post(PATH, endpoint="staff_sign_off")(sign_off)
    api.delete(PATH, endpoint="staff_take_back_sign_off")(take_back)


@allowed(*READERS)
def sign_off(conversation_id: str) -> tuple[Response, int]:
    """`{seal}`, that of the record which was read: checked as it stands."""
    fields = body()
    seal = fields["seal"] if isinstance(fields, dict) and set(fields) == {"seal"} else None
    if not isinstance(seal, str):
        raise Problem(422, "wrong_fields")
    staff_sign_offs.sign_off(conversation_id, seal)
    return Response(), 204


@allowed(*READERS)
def take_back(conversation_id: str) -> tuple[Response, int]:
    """Undo that."""
    staff_sign_offs.take_back(conversation_id)
    return Response(), 204
