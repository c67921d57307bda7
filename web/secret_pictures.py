"""Secret pictures: three of a board of nine, which a code needs beside it where somebody chose that."""

from collections.abc import Sequence
from typing import Any

from records.picture_passwords import HOW_MANY
from web.problems import Problem
from web.rate import Kept
from web.services import services

TRIES = Kept("pictures", 5, 900)
"""For one conversation, from wherever they come."""


def chosen(given: Any) -> tuple[str, ...]:
    """Three pictures of the board; raises Problem 422 on anything else."""
    known = {choice.id for choice in services().bank.secrets}
    if not isinstance(given, (list, tuple)) or not all(isinstance(name, str) for name in given):
        raise Problem(422, "wrong_fields")
    if len(set(given)) != HOW_MANY or len(given) != HOW_MANY or not set(given) <= known:
        raise Problem(422, "three_pictures")
    return tuple(given)


def keep(conversation_id: str, given: Any) -> None:
    """Three pictures that the code needs from now on, or none; raises Problem 422."""
    kept = services().store.picture_passwords
    if given == []:
        kept.forget(conversation_id)
    else:
        kept.choose(conversation_id, chosen(given))


def prove(conversation_id: str, pictures: Sequence[str]) -> None:
    """Raises Problem 403 where pictures are wanted and these are not the ones, 429 after too many wrong ones."""
    kept = services().store.picture_passwords
    if not kept.wanted(conversation_id):
        return
    if not pictures:
        raise Problem(403, "pictures_wanted")
    TRIES.count(conversation_id)  # before it is known to be wrong: all 84 threes could be tried at once
    if not kept.fits(conversation_id, pictures):
        raise Problem(403, "wrong_pictures")
    TRIES.forget(conversation_id)
