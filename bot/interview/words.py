"""Whose words an answer holds."""

from records.answer import Whose
from records.conversation import Audience, Conversation
from records.message import Said


def whose_words(conversation: Conversation, said: Said) -> Whose:
    """A parent's own view, pictures that were chosen, what a supporter typed, or the person's own words."""
    if conversation.audience is Audience.PARENT:
        return Whose.PARENT_VIEW
    if said.words is None and said.picked:
        return Whose.CHOSEN_PICTURES
    return Whose.SCRIBED if conversation.helper else Whose.OWN_WORDS
