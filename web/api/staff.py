"""The staff's calls: sign in, list, read and take away records, and who did what."""

from dataclasses import asdict
from enum import Enum
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request

from records.audit import Entry
from records.conversation import Audience, State
from records.staff import SESSION_HOURS, Role
from web import staff_audit, staff_door, staff_records, staff_responses, staff_session
from web.problems import Problem
from web.staff_records import READERS, Listed, Wanted
from web.staff_session import allowed, member

Kind = TypeVar("Kind", bound=Enum)


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post("/staff/login", endpoint="staff_login")(login)
    api.post("/staff/logout", endpoint="staff_logout")(logout)
    api.get("/records", endpoint="staff_records")(records)
    api.get("/records/<conversation_id>", endpoint="staff_record")(record)
    api.post("/records/<conversation_id>/responses", endpoint="staff_responses")(respond)
    api.get("/audit", endpoint="staff_audit")(audit)


def login() -> Response:
    """`{username, password, code?}` gives `{token, name, role, expires_in}`; the token goes into Authorization."""
    fields = request.get_json(silent=True)
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    found, token = staff_door.enter_at_once(fields.get("username"), fields.get("password"), fields.get("code"))
    return jsonify(token=token, name=found.name, role=found.role.value, expires_in=SESSION_HOURS * 3600)


def logout() -> tuple[Response, int]:
    """End this session."""
    member()
    staff_session.sign_out()
    response = Response()
    staff_session.show_out(response)
    return response, 204


@allowed(*READERS)
def records() -> Response:
    """`?search=&state=&audience=`: the newest conversations and how far each has come, without words."""
    wanted = Wanted(request.args.get("search", "")[:100], _chosen(State, "state"), _chosen(Audience, "audience"))
    return jsonify(records=[_row(found) for found in staff_records.listed(wanted)])


@allowed(*READERS)
def record(conversation_id: str) -> Response:
    """`?format=json|csv|html|text|pdf|docx|fhir&shape=`: the record as a file; with `template=`, in that Word file."""
    if request.args.get("template"):
        return staff_records.filled(conversation_id, request.args["template"])
    return staff_records.export(conversation_id, request.args.get("format", "json"), request.args.get("shape", ""))


@allowed(*READERS)
def respond(conversation_id: str) -> tuple[Response, int]:
    """`{question_id, did, by_when?}`: what was done about an answer and why, to be read back to the person."""
    response = staff_responses.respond(conversation_id, request.get_json(silent=True))
    return jsonify(asdict(response)), 201


@allowed(Role.ADMINISTRATOR)
def audit() -> Response:
    """`?person=&who=&did=&since=&until=&conversation_id=&before=`: who did what, the newest first, a page at a time."""
    found = staff_audit.page(staff_audit.sought(request.args))
    return jsonify(entries=[_entry(entry) for entry in found.entries], older=found.older)


def _entry(entry: Entry) -> dict[str, str | None]:
    return {name: getattr(entry, name) for name in ("at", "who", "did", "conversation_id", "detail")}


def _chosen(kind: type[Kind], name: str) -> Kind | None:
    given = request.args.get(name)
    try:
        return kind(given) if given is not None else None
    except ValueError:
        raise Problem(422, "wrong_fields") from None


def _row(found: Listed) -> dict[str, Any]:
    talk = found.conversation
    return {
        "id": talk.id, "called": talk.called, "about": talk.about, "audience": talk.audience.value,
        "purpose": talk.purpose.value, "year_group": talk.year_group, "state": talk.state.value,
        "began": talk.created, "changed": talk.changed, "progress": {"done": found.done, "total": found.total},
        "shared": found.shared,
    }  # fmt: skip
