"""The list of conversations, one record, and its files."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from records.clock import now
from records.conversation import CLOSED_STATES, Audience, State
from records.exports import FORMATS
from records.exports.labels import here
from web import staff_codes, staff_records
from web.incoming import filtered
from web.services import services
from web.staff_archive import Kind, archive
from web.staff_records import MOST, READERS, Wanted
from web.staff_responses import LONGEST
from web.staff_session import allowed


@dataclass(frozen=True)
class Refused:
    """What was written about an answer and could not be kept, and why."""

    question_id: str
    did: str
    by_when: str
    why: str


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/records", endpoint="records")(records)
    portal.post("/records/files", endpoint="files")(files)
    portal.get("/records/<conversation_id>", endpoint="record")(record)
    portal.get("/records/<conversation_id>/file", endpoint="file")(file)


@allowed(*READERS)
def records() -> str:
    """Find a conversation by name or reference, by where it stands, and by who gave the views."""
    wanted = _wanted(request.args)
    return render_template(
        "portal/records.html", rows=staff_records.listed(wanted), wanted=wanted, states=staff_records.LISTED,
        audiences=Audience, most=MOST, formats=FORMATS, templates=services().store.templates.all(), over=CLOSED_STATES,
    )  # fmt: skip


@allowed(*READERS)
def files() -> Response:
    """All records that the list shows and that may be read, as one zip; how many they are is told first."""
    count, pieces = archive(_wanted(request.form), Kind.of(request.form.get("kind", "")))
    response = Response(pieces, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="mysay-records-{here(now()):%Y-%m-%d}.zip"'
    response.headers["X-Records"] = str(count)
    return response


@allowed(*READERS)
def record(conversation_id: str) -> str:
    """The record, by topic or by heading of Section A, and what was done about each answer."""
    return show(conversation_id)


def show(conversation_id: str, refused: Refused | None = None) -> str:
    """The page of a record; where what was written about an answer was refused, with that and why."""
    store, by_heading = services().store, request.args.get("by") == "heading"
    return render_template(
        "portal/record.html", record=staff_records.read(conversation_id), by_heading=by_heading, formats=FORMATS,
        templates=store.templates.all(), responses=store.responses.of(conversation_id), refused=refused,
        recorded=store.recordings.of(conversation_id), signature=store.sign_offs.of(conversation_id),
        saved=request.args.get("saved"), longest=LONGEST, new_codes=staff_codes.renewed(conversation_id),
        plan_labels=services().bank.staff_labels,
    )  # fmt: skip


@allowed(*READERS)
def file(conversation_id: str) -> Response:
    """The record as a file in the format asked for, or in an authority's own template."""
    if request.args.get("template"):
        return staff_records.filled(conversation_id, request.args["template"])
    return staff_records.export(conversation_id, request.args.get("format", ""), request.args.get("shape", ""))


def _wanted(fields: Mapping[str, str]) -> Wanted:
    search = fields.get("search", "").strip()[:100]
    return Wanted(search, filtered(State, fields.get("state", "")), filtered(Audience, fields.get("audience", "")))
