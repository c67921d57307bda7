"""Coming back on another device with the code."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify

from web.api.conversations import body
from web.codes import led_to
from web.participant import let_in
from web.problems import Problem
from web.secret_pictures import chosen
from web.services import services


def register(api: Blueprint) -> None:
    """Add this route."""
    api.post("/resume")(resume)


def resume() -> Response:
    """`{resume_code, pictures?}` gives `{id, token}`; guessing is slowed down by address."""
    fields = body()
    code = fields.get("resume_code") if isinstance(fields, dict) else None
    if not isinstance(code, str):
        raise Problem(422, "wrong_fields")
    conversation_id, token = come_back(code, chosen(fields["pictures"]) if "pictures" in fields else ())
    response = jsonify(id=conversation_id, token=token)
    let_in(response, conversation_id, token)
    return response


def come_back(code: str, pictures: Sequence[str] = ()) -> tuple[str, str]:
    """The conversation that a code leads to and a new token; raises Problem 403, 404 or 429."""
    conversation_id = led_to(code, pictures)
    return conversation_id, services().store.conversations.let_in(conversation_id)
