"""Concerns over the API, for a program of the safeguarding lead's alone."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from records.desk import Did
from web import staff_concerns
from web.problems import Problem
from web.staff_concerns import Found, lead_only


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.get("/concerns", endpoint="staff_concerns")(concerns)
    api.get("/concerns/<concern_id>", endpoint="staff_concern")(concern)
    api.post("/concerns/<concern_id>/acknowledge", endpoint="staff_acknowledge")(acknowledge)
    api.post("/concerns/<concern_id>/steps", endpoint="staff_concern_step")(step)


@lead_only
def concerns() -> Response:
    """`?state=open|unread|closed|all&search=`: what may be a cry for help, unread on top, with the exact words."""
    state = request.args.get("state", "all")
    if state not in staff_concerns.STATES:
        raise Problem(422, "wrong_fields")
    found = staff_concerns.listed(state, request.args.get("search", "")[:100])
    return jsonify(concerns=[_whole(one) for one in found])


@lead_only
def concern(concern_id: str) -> Response:
    """One concern, what was done about it, and how far telling of it has come."""
    return jsonify(_story(concern_id))


@lead_only
def acknowledge(concern_id: str) -> Response:
    """The lead has read one: who and when is kept the first time, and no more alerts of it are sent."""
    staff_concerns.acknowledge(concern_id)
    return concern(concern_id)


@lead_only
def step(concern_id: str) -> tuple[Response, int]:
    """`{did, words?, seen, to?, ending?}`: note, hand over, close or open again; `seen` is the last step one knew."""
    fields = request.get_json(silent=True)
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    try:
        did = Did(fields.get("did"))
    except ValueError:
        raise Problem(422, "wrong_fields") from None
    staff_concerns.act(concern_id, did, fields)
    return jsonify(_story(concern_id)), 201


def _story(concern_id: str) -> dict[str, object]:
    story = staff_concerns.story(concern_id)
    steps, alerts = [asdict(one) for one in story.steps], [asdict(one) for one in story.alerts]
    return {**_whole(story.found), "steps": steps, "alerts": alerts, "seen": story.seen}


def _whole(found: Found) -> dict[str, object]:
    return {**asdict(found.concern), "whom": asdict(found.whom) if found.whom else None}
