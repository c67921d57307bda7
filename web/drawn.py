"""A picture that somebody sent, kept without anything that a camera wrote into it."""

from accessibility.photos import NoPicture, made_anew
from web.problems import Problem
from web.services import services


def kept(conversation_id: str, sent: bytes) -> str:
    """Its id; raises Problem 422 where it is no picture or there are too many."""
    try:
        drawing_id = services().store.drawings.keep(conversation_id, made_anew(sent))
    except NoPicture:
        raise Problem(422, "no_picture") from None
    if drawing_id is None:
        raise Problem(422, "too_many_pictures")
    return drawing_id
