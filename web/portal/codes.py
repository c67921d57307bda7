"""A new code for whoever lost theirs: what it does, and then the code, on one page that can be printed."""

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from web import staff_codes
from web.portal.invitations import address_of, square
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed
from web.talk.words import words_of


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/records/<conversation_id>/code", endpoint="lost_code")(ask)
    portal.post("/records/<conversation_id>/code", endpoint="new_code")(give)


@allowed(*READERS)
def ask(conversation_id: str) -> str:
    """Whose conversation it is, and what a new code does to it."""
    talk = staff_codes.unfinished(conversation_id)
    return render_template(
        "portal/lost_code.html", talk=talk, pictures=services().store.picture_passwords.wanted(talk.id),
        before=staff_codes.renewed(talk.id),
    )  # fmt: skip


@allowed(*READERS)
def give(conversation_id: str) -> str:
    """The new code, which is kept nowhere, with a sheet in the words and the language of whose it is."""
    talk = staff_codes.unfinished(conversation_id)
    code = staff_codes.renew(talk.id, shut="shut" in request.form)
    address = address_of(url_for("talk.ask"))
    drawn = Markup(square(address))  # noqa: S704  # by segno, of squares alone
    return render_template("portal/new_code.html", talk=talk, t=words_of(talk), code=code, address=address, drawn=drawn)
