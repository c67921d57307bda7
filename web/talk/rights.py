"""What a person is told of their own answers: who has read them, how long they are kept; and taking them back."""

from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from bot.interview.languages.catalogue import ENGLISH
from records.clock import now
from records.conversation import SHARED_STATES, Conversation, State
from records.exports.labels import day, here
from records.readers import Look
from web import withdrawing
from web.language import current
from web.participant import own_conversation
from web.problems import Problem
from web.services import services
from web.talk.words import Words, words_of

ACTS = {"take_back": withdrawing.take_back, "share_again": withdrawing.share_again}
LAST_WEEK = 6
"""Days ago up to which a day is told by its name in English."""


def register(pages: Blueprint) -> None:
    """Add the button, and what every page of a conversation may say."""
    pages.post("/talk/<conversation_id>/sharing")(sharing)
    pages.context_processor(
        lambda: {"readers_of": readers_of, "kept_until": kept_until, "SHARED_STATES": SHARED_STATES, "State": State}
    )


def sharing(conversation_id: str) -> Redirect:
    """Take everything back from everybody else, or share it again."""
    conversation = own_conversation(conversation_id)
    act = ACTS.get(request.form.get("do", ""))
    if act is None:
        raise Problem(422, "wrong_fields")
    act(conversation)
    return redirect(url_for("talk.look", conversation_id=conversation_id, _anchor="sharing"), 303)


def readers_of(conversation: Conversation) -> list[str]:
    """One sentence for each look, such as "Mrs Jones read this on Tuesday", the newest first."""
    words = words_of(conversation)
    return [_sentence(words, look) for look in services().store.readers.of(conversation.id)]


def kept_until(conversation: Conversation) -> str:
    """The day on which it goes."""
    return day(services().store.retention.until(conversation, services().settings.keep_months), current())


def _sentence(words: Words, look: Look) -> str:
    name = look.name or words("readers_unnamed")
    return words(f"readers_{look.seen.value}", who=name, day=_when(words, here(look.at)))


def _when(words: Words, moment: datetime) -> str:
    ago = (here(now()).date() - moment.date()).days
    if ago <= 1:
        return words("seen_today" if ago <= 0 else "seen_yesterday")
    by_name = ago <= LAST_WEEK and current() == ENGLISH  # Welsh changes the first letter of a name after "on"
    return words("seen_on", day=f"{moment:%A}" if by_name else day(moment.isoformat(), current()))
