"""Coming back on another device with the code."""

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
    conversation_id = led_to(code, chosen(fields["pictures"]) if "pictures" in fields else ())
    token = services().store.devices.let_in(conversation_id)
    response = jsonify(id=conversation_id, token=token)
    let_in(response, conversation_id, token)
    return response
