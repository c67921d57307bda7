"""Earlier: the conversation before, opened up only to somebody who has the code that was theirs."""

from dataclasses import replace

from records.conversation import SHARED_STATES, Audience, Conversation
from web.codes import led_to
from web.incoming import Opening
from web.problems import Problem
from web.services import services


def proved(opening: Opening) -> Conversation | None:
    """The conversation whose code was given, if any. A reference alone proves nothing: anybody may know it.

    Raises Problem 404 where the code fits none that may be read back here, 403 where its pictures are wanted, 429 after
    too many wrong ones.
    """
    if opening.earlier_code is None:
        return None
    earlier = services().store.conversations.find(led_to(opening.earlier_code, opening.earlier_pictures))
    if earlier is None or not _fits(opening, earlier):
        raise Problem(404, "wrong_code")
    return earlier


def remembered(opening: Opening, earlier: Conversation) -> Opening:
    """The opening with what is known from last time, so that nobody is asked again."""
    return replace(
        opening, called=opening.called or earlier.called, about=opening.about or earlier.about,
        adjustments={**earlier.adjustments, **(opening.adjustments or {})},
    )  # fmt: skip


def _fits(opening: Opening, earlier: Conversation) -> bool:
    """It has ended, it is about the same person, and a parent's is never read to a child, nor the other way."""
    same_group = (opening.audience is Audience.PARENT) == (earlier.audience is Audience.PARENT)
    same_person = opening.about is None or earlier.about in {None, opening.about}  # None: nobody linked it then
    return same_group and same_person and earlier.state in SHARED_STATES
