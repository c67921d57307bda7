"""The authority's own Word templates, for administrators: give one, see which fields there are and what is wrong."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.exports.docx_check import LARGEST, Wrong
from records.exports.docx_fields import BLOCKS, GROUPS, LINE, PLAIN, answer_fields
from records.staff import Role
from web import staff_templates
from web.language import bank
from web.staff_session import allowed

PLACE = "/portal/templates"
A_FORM_AROUND_IT = 100_000


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/templates", endpoint="templates")(show)
    portal.post("/templates", endpoint="add_template")(add)
    portal.post("/templates/<template_id>/remove", endpoint="remove_template")(remove)
    portal.post("/templates/<template_id>/put-back", endpoint="put_back_template")(put_back)


def allow_a_file() -> None:
    """This form alone may be larger than others."""
    if request.path == PLACE:
        request.max_content_length = LARGEST + A_FORM_AROUND_IT


@allowed(Role.ADMINISTRATOR)
def show() -> str:
    """Those that are there, the form, and the list of fields."""
    return _page([])


@allowed(Role.ADMINISTRATOR)
def add() -> Answer | tuple[str, int]:
    """Keep what was sent, or say everything that is wrong in it."""
    sent = request.files.get("file")
    wrong = staff_templates.add(request.form.get("name", ""), sent.read() if sent else b"")
    return (_page([_words(fault) for fault in wrong]), 422) if wrong else redirect(url_for("portal.templates"), 303)


@allowed(Role.ADMINISTRATOR)
def remove(template_id: str) -> Answer:
    """Take one away."""
    staff_templates.remove(template_id)
    return redirect(url_for("portal.templates"), 303)


@allowed(Role.ADMINISTRATOR)
def put_back(template_id: str) -> Answer:
    """Undo that."""
    staff_templates.put_back(template_id)
    return redirect(url_for("portal.templates"), 303)


def _page(wrong: list[str]) -> str:
    there, removed = staff_templates.listed()
    return render_template(
        "portal/templates.html", templates=there, removed=removed, wrong=wrong, plain=PLAIN, answers=answer_fields(),
        groups=GROUPS, blocks=BLOCKS, line=LINE, name=request.form.get("name", ""),
    )  # fmt: skip


def _words(fault: Wrong) -> str:
    near = "_near" if fault.name == "unknown_field" and fault.places.get("near") else ""
    text = bank().staff_labels[f"template_{fault.name}{near}"]
    for place, value in fault.places.items():
        text = text.replace("{" + place + "}", value)
    return text
