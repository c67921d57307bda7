"""Signing off: once a practitioner has checked a record, every file of it says who did, and when."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from web import staff_sign_offs
from web.staff_records import READERS
from web.staff_session import allowed


def register(portal: Blueprint) -> None:
    """Add these buttons."""
    portal.post("/records/<conversation_id>/sign-off", endpoint="sign_off")(sign_off)
    portal.post("/records/<conversation_id>/sign-off/take-back", endpoint="take_back_sign_off")(take_back)


@allowed(*READERS)
def sign_off(conversation_id: str) -> Answer:
    """Checked, as it stood on the page."""
    staff_sign_offs.sign_off(conversation_id, request.form.get("seal", ""))
    return _back(conversation_id)


@allowed(*READERS)
def take_back(conversation_id: str) -> Answer:
    """Undo that."""
    staff_sign_offs.take_back(conversation_id)
    return _back(conversation_id)


def _back(conversation_id: str) -> Answer:
    return redirect(f"{url_for('portal.record', conversation_id=conversation_id)}#signing", code=303)
