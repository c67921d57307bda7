"""Coming back on another device with the code."""

from flask import Blueprint, Response, current_app, jsonify, request

from web.api.conversations import body
from web.participant import let_in
from web.problems import Problem
from web.rate import Rate
from web.services import services

TRIES, PER_SECONDS = 10, 300


def register(api: Blueprint) -> None:
    """Add this route."""
    api.post("/resume")(resume)


def resume() -> Response:
    """`{resume_code}` gives `{id, token}`; guessing is slowed down by address."""
    fields = body()
    code = fields.get("resume_code") if isinstance(fields, dict) else None
    if not isinstance(code, str):
        raise Problem(422, "wrong_fields")
    conversation_id, token = come_back(code)
    response = jsonify(id=conversation_id, token=token)
    let_in(response, conversation_id, token)
    return response


def come_back(code: str) -> tuple[str, str]:
    """The conversation that a code leads to and a new token; raises Problem 404 or 429."""
    tries: Rate = current_app.extensions.setdefault("mysay_codes", Rate(TRIES, PER_SECONDS))
    address = request.remote_addr or ""
    wait = tries.wait(address)
    if wait:
        raise Problem(429, "too_many", {"seconds": str(wait)}, retry_after=wait)
    conversation_id = services().store.conversations.of_code(code)
    if conversation_id is None:
        tries.note(address)
        raise Problem(404, "wrong_code")
    return conversation_id, services().store.conversations.let_in(conversation_id)
