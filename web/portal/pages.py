"""The list of conversations, one record, and its files."""

from enum import Enum
from typing import TypeVar

from flask import Blueprint, Response, render_template, request

from records.conversation import Audience, State
from records.exports import FORMATS
from web import staff_records
from web.services import services
from web.staff_records import MOST, READERS, Wanted
from web.staff_session import allowed

Kind = TypeVar("Kind", bound=Enum)


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/records", endpoint="records")(records)
    portal.get("/records/<conversation_id>", endpoint="record")(record)
    portal.get("/records/<conversation_id>/file", endpoint="file")(file)


@allowed(*READERS)
def records() -> str:
    """Find a conversation by name or reference, by where it stands, and by who gave the views."""
    wanted = Wanted(
        request.args.get("search", "").strip()[:100], _chosen(State, "state"), _chosen(Audience, "audience")
    )
    return render_template(
        "portal/records.html", rows=staff_records.listed(wanted), wanted=wanted, states=staff_records.LISTED,
        audiences=Audience, most=MOST,
    )  # fmt: skip


@allowed(*READERS)
def record(conversation_id: str) -> str:
    """The record, by topic or by heading of Section A."""
    by_heading = request.args.get("by") == "heading"
    return render_template(
        "portal/record.html", record=staff_records.read(conversation_id), by_heading=by_heading, formats=FORMATS,
        templates=services().store.templates.all(),
    )  # fmt: skip


@allowed(*READERS)
def file(conversation_id: str) -> Response:
    """The record as a file in the format asked for, or in an authority's own template."""
    if request.args.get("template"):
        return staff_records.filled(conversation_id, request.args["template"])
    return staff_records.export(conversation_id, request.args.get("format", ""), request.args.get("shape", ""))


def _chosen(kind: type[Kind], name: str) -> Kind | None:
    """What was chosen; a value that is not known is no filter."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None
