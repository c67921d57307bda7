"""Codes to begin and to come back with: typed by hand, and never to be guessed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from web.limits import address, check_room
from web.problems import Problem
from web.rate import Kept
from web.secret_pictures import prove
from web.services import services

TRIES = Kept("code", 10, 300)

Found = TypeVar("Found")


def led_to(code: str, pictures: Sequence[str] = ()) -> str:
    """The id of the conversation that a code leads to, with the secret pictures where somebody chose such.

    Raises Problem 404 or 403, 429 after too many wrong ones, and 503 while it is too busy for those who come back;
    whoever has got as far as the pictures is not sent away any more.
    """
    if not pictures:
        check_room(back=True)
    conversation_id = slowly(lambda: services().store.conversations.of_code(code), "wrong_code")
    prove(conversation_id, pictures)
    return conversation_id


def slowly(find: Callable[[], Found | None], wrong: str) -> Found:
    """What a code leads to; raises Problem 404 of that name, or 429 after too many wrong ones from an address."""
    whose = address()
    TRIES.check(whose)
    found = find()
    if found is None:
        TRIES.note(whose)
        raise Problem(404, wrong)
    return found
