"""Codes to come back with: typed by hand, and never to be guessed."""

from flask import current_app, request

from web.problems import Problem
from web.rate import Rate
from web.services import services

TRIES, PER_SECONDS = 10, 300


def led_to(code: str) -> str:
    """The id of the conversation that a code leads to; raises Problem 404, or 429 after too many wrong ones."""
    tries: Rate = current_app.extensions.setdefault("mysay_codes", Rate(TRIES, PER_SECONDS))
    address = request.remote_addr or ""
    wait = tries.wait(address)
    if wait:
        raise Problem(429, "too_many", {"seconds": str(wait)}, retry_after=wait)
    conversation_id = services().store.conversations.of_code(code)
    if conversation_id is None:
        tries.note(address)
        raise Problem(404, "wrong_code")
    return conversation_id
