"""Taking a message in: it fits what was asked, and its words are on disk before anybody else sees them."""

from dataclasses import replace

from bot.interview.decision import MENUS
from bot.interview.menus import menu_choices
from bot.interview.situation import Situation
from records.conversation import CLOSED_STATES, Conversation
from records.message import Message, Said
from records.messages import MessageIdUsed
from web.limits import check_pace
from web.problems import Problem
from web.services import Services
from web.standing import situation_of

CORRECTION = "correct"
"""Kept as the wish of a message that puts other words in place of an answer: these are never taken for a wish."""


def take(services: Services, conversation_id: str, said: Said) -> Message:
    """The words on disk, bound to the question that stood there when they came; raises Problem 404, 409 or 422."""
    with services.store.transaction(conversation_id):  # nobody finishes, erases or goes on in between
        conversation = services.store.conversations.find(conversation_id)
        if conversation is None:
            raise Problem(404, "not_found")
        known = services.store.messages.find(conversation_id, said.message_id)
        if known is None:
            _check(services, conversation, said)
        if said.question_id is None:
            said = replace(said, question_id=known.said.question_id if known else conversation.current)
        try:
            return services.store.messages.keep(conversation_id, said)
        except MessageIdUsed:
            raise Problem(409, "message_id_used") from None


def _check(services: Services, conversation: Conversation, said: Said) -> None:
    """A new message must fit: to a question that was put, and a choice that it has."""
    if conversation.state in CLOSED_STATES and said.wish != CORRECTION:
        raise Problem(409, "finished")
    check_pace(services, conversation.id)
    asked = said.question_id
    if asked and asked not in MENUS and services.store.answers.wording(conversation.id, asked) is None:
        raise Problem(422, "not_asked")
    if said.picked:
        _check_picked(services, situation_of(services, conversation.id), said)


def _check_picked(services: Services, situation: Situation, said: Said) -> None:
    asked = said.question_id or situation.conversation.current or ""
    question = situation.question(asked)
    known = (
        {choice.id for choice in situation.variant(question).choices} if question else menu_choices(situation, asked)
    )
    heaps = {heap.id for heap in services.bank.heaps}
    picked = said.picked
    fits = {*picked.choices, *picked.cards} <= known and set(picked.cards.values()) <= heaps
    if picked.drawing and services.store.drawings.find(situation.conversation.id, picked.drawing) is None:
        raise Problem(422, "not_a_choice")
    if not fits or (picked.scale is not None and not 1 <= picked.scale <= len(known)):
        raise Problem(422, "not_a_choice")
