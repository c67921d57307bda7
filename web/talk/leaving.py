"""The person's own copy, and leaving no trace."""

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, url_for

from accessibility.adjustments import Adjustments
from records.answer import Outcome
from records.conversation import Conversation
from web.participant import own_conversation, show_out
from web.services import services
from web.standing import situation_of
from web.talk.given import groups
from web.talk.start import CODE_COOKIE
from web.talk.words import WARM, words_of


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/talk/<conversation_id>/copy")(copy)
    pages.get("/talk/<conversation_id>/erase")(confirm)
    pages.post("/talk/<conversation_id>/erase")(erase)


def copy(conversation_id: str) -> str:
    """What they said, to read, print or download, without a trace of what is set apart: others may read a copy."""
    conversation = own_conversation(conversation_id)
    situation = situation_of(services(), conversation.id)
    kept = [
        answer for answer in situation.answers.values() if answer.outcome is Outcome.ANSWERED and not answer.set_apart
    ]
    return render_template(
        "talk/copy.html", t=words_of(conversation),
        conversation=conversation, groups=groups(situation, services().symbols, kept),
        code=CODE_COOKIE.given(), shapes=("profile", *(("easy",) if _easy(conversation) else ())),
    )  # fmt: skip


def confirm(conversation_id: str) -> str:
    """Asked once more, since it cannot be taken back."""
    conversation = own_conversation(conversation_id)
    return render_template("talk/erase.html", t=words_of(conversation), conversation=conversation)


def erase(conversation_id: str) -> Response:
    """Everything that was said is taken off the disk, and this browser forgets the way back."""
    conversation = own_conversation(conversation_id)
    services().store.conversations.erase(conversation.id)
    services().store.audit.note("participant", "erased", conversation.id)
    words = replace(words_of(conversation), place="")
    response = make_response(render_template("talk/erased.html", t=words))
    show_out(response, conversation_id)
    path = url_for("talk.show", conversation_id=conversation_id)
    CODE_COOKIE.take(response, path)
    return response


def _easy(conversation: Conversation) -> bool:
    """Whether this person is spoken to in easy words, and so may like to read in them."""
    return conversation.audience in WARM or Adjustments.of(conversation.adjustments).easy_words
