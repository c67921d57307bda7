"""Codes to begin and to come back with: typed by hand, and never to be guessed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import current_app, request

from web.problems import Problem
from web.rate import Rate
from web.secret_pictures import prove
from web.services import services

TRIES, PER_SECONDS = 10, 300

Found = TypeVar("Found")


def led_to(code: str, pictures: Sequence[str] = ()) -> str:
    """The id of the conversation that a code leads to, with the secret pictures where somebody chose such.

    Raises Problem 404 or 403, and 429 after too many wrong ones.
    """
    conversation_id = slowly(lambda: services().store.conversations.of_code(code), "wrong_code")
    prove(conversation_id, pictures)
    return conversation_id


def slowly(find: Callable[[], Found | None], wrong: str) -> Found:
    """What a code leads to; raises Problem 404 of that name, or 429 after too many wrong ones from an address."""
    tries: Rate = current_app.extensions.setdefault("mysay_codes", Rate(TRIES, PER_SECONDS))
    address = request.remote_addr or ""
    wait = tries.wait(address)
    if wait:
        raise Problem(429, "too_many", {"seconds": str(wait)}, retry_after=wait)
    found = find()
    if found is None:
        tries.note(address)
        raise Problem(404, wrong)
    return found
