"""A conversation as the page and the API share it: open, say, look, change, erase."""

import math
import uuid
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from bot.interview.bank import ReplyWay
from bot.interview.decision import MENUS, where_we_are
from bot.interview.memory import recall
from bot.interview.menus import menu_choices
from bot.interview.progress import progress
from bot.interview.situation import Situation
from records.answer import Outcome, Share
from records.conversation import SHARED_STATES, Conversation, State
from records.database import StoreUnavailable
from records.message import Message, Reply, Said
from records.messages import MessageIdUsed
from web.engine import EngineAway, Turn, TurnFailed
from web.incoming import MOST_ADJUSTMENTS, Opening
from web.problems import RETRY_SECONDS, Problem
from web.services import Services
from web.showing import Json, answer_json, current_of, messages_of, progress_json, reply_json
from web.who_knows import confirmed, truthful, wait_until_told

OPENING_WISH = "start"
CORRECTION = "correct"
"""Kept as the wish of a message that puts other words in place of an answer: these are never taken for a wish."""
NOT_KEPT = frozenset({"audience", "purpose", "invitation", "earlier_code"})
YES_AND_NO = frozenset({"yes", "no"})


def open_conversation(services: Services, opening: Opening, earlier_id: str | None = None) -> Json:
    """Start one and ask the engine for its first words; raises Problem 503 and leaves nothing behind where it is away.

    `earlier_id`: the conversation before, where the person has proved that it was theirs.
    """
    about = {name: value for name, value in vars(opening).items() if name not in NOT_KEPT} | {"earlier_id": earlier_id}
    opened = services.store.conversations.open(opening.audience, opening.purpose, **about)
    try:
        reply = say(services, opened.conversation, Said(str(uuid.uuid4()), wish=OPENING_WISH))
    except (Problem, StoreUnavailable):
        services.store.conversations.erase(opened.conversation.id)
        raise
    del reply["understood_as"]
    return {"id": opened.conversation.id, "token": opened.token, "resume_code": opened.resume_code, **reply}


def say(services: Services, conversation: Conversation, said: Said) -> Json:
    """Keep a message, have it understood, and give its reply; a resent one gets the reply that it got before."""
    message = _keep(services, conversation.id, said)
    if message.reply is None:
        _understand_waiting(services, conversation.id, message.seq)
        message = services.store.messages.find(conversation.id, said.message_id) or message
        wait_until_told(services, message)
    situation = situation_of(services, conversation.id)
    message = truthful(message, confirmed(services, conversation.id))
    if message.reply is None:
        raise Problem(503, "try_again", retry_after=RETRY_SECONDS)
    return reply_json(_as_it_was(services, situation, message, message.reply), services.symbols, message, message.reply)


def view(services: Services, conversation: Conversation) -> Json:
    """All that a page or a new device needs to go on."""
    situation = situation_of(services, conversation.id)
    told = confirmed(services, conversation.id)
    messages = [truthful(message, told) for message in services.store.messages.of(conversation.id)]
    current = current_of(situation, services.symbols, where_we_are(situation))
    newest = next((message for message in reversed(messages) if message.reply), None)
    return {
        "id": conversation.id, "audience": conversation.audience.value, "purpose": conversation.purpose.value,
        "called": conversation.called, "helper": conversation.helper, "year_group": conversation.year_group,
        "adjustments": dict(conversation.adjustments), "state": conversation.state.value,
        "progress": progress_json(services.symbols, asdict(progress(situation))), "current": current,
        "messages": messages_of(situation, services.symbols, newest) if newest else [],
        "transcript": [line for message in messages for line in _lines(services, situation, message)],
    }  # fmt: skip


def answers(services: Services, conversation: Conversation) -> Json:
    """Every answer as its owner sees it; withdrawn ones are gone."""
    situation = situation_of(services, conversation.id)
    kept = [answer for answer in situation.answers.values() if answer.outcome is not Outcome.WITHDRAWN]
    return {"answers": [answer_json(situation, services.symbols, answer) for answer in kept]}


def change(services: Services, conversation: Conversation, adjustments: Mapping[str, Any], state: State | None) -> None:
    """Put new adjustments among the old ones, and set the state; what is said before the end counts as said."""
    if state in SHARED_STATES:
        _understand_waiting(services, conversation.id)
    with services.store.transaction():  # so that of two changes at once neither is lost
        merged = {**situation_of(services, conversation.id).conversation.adjustments, **adjustments}
        if len(merged) > MOST_ADJUSTMENTS:
            raise Problem(422, "wrong_fields")
        changes = {"adjustments": merged} | ({"state": state} if state else {})
        services.store.conversations.change(conversation.id, **changes)


def correct(
    services: Services, conversation: Conversation, question_id: str, words: str | None, share: Share | None
) -> Json:
    """Put other words in place of an answer, or choose who sees it; the answer as it is then.

    The words take the way of any message, so that a cry for help in them is heard. Who sees them is chosen first, so
    that nobody else ever does. Tried again after a 503, it is the same message.
    """
    answer = services.store.answers.find(conversation.id, question_id)
    if answer is None:
        raise Problem(404, "no_answer")
    if share not in {None, answer.share}:
        answer = services.store.answers.share(conversation.id, question_id, share)
    reply: Json = {}
    if words is not None:
        message_id = uuid.uuid5(uuid.UUID(conversation.id), f"{question_id} {answer.revision} {words}")
        said = Said(str(message_id), question_id, words, wish=CORRECTION, edited=True)
        reply = say(services, conversation, said)
    situation = situation_of(services, conversation.id)
    return {**reply, **answer_json(situation, services.symbols, situation.answers[question_id])}


def withdraw(services: Services, conversation: Conversation, question_id: str) -> None:
    """Take one answer back: its words are erased."""
    if services.store.answers.find(conversation.id, question_id) is None:
        raise Problem(404, "no_answer")
    services.store.answers.withdraw(conversation.id, question_id)


def situation_of(services: Services, conversation_id: str) -> Situation:
    """Where a conversation stands; raises Problem 404 where it is gone."""
    conversation = services.store.conversations.find(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    recalled = recall(services.bank, services.store.last_time(conversation))
    return Situation.of(services.bank, conversation, services.store.answers.of(conversation_id), recalled)


def _keep(services: Services, conversation_id: str, said: Said) -> Message:
    """The words on disk, bound to the question that stood there when they came; raises Problem 404, 409 or 422."""
    with services.store.transaction():  # nobody finishes, erases or goes on between the look and the keeping
        conversation = situation_of(services, conversation_id).conversation
        known = services.store.messages.find(conversation_id, said.message_id)
        if known is None:
            _check(services, conversation, said)
        if said.question_id is None:
            said = replace(said, question_id=known.said.question_id if known else conversation.current)
        try:
            return services.store.messages.keep(conversation_id, said)
        except MessageIdUsed:
            raise Problem(409, "message_id_used") from None


def _understand_waiting(services: Services, conversation_id: str, up_to: float = math.inf) -> None:
    """Have kept messages understood in the order in which they came, as far as that can be done now."""
    with services.turns.of(conversation_id) as ours:
        waiting = services.store.messages.waiting(conversation_id) if ours else []
        for message in waiting:
            if message.seq <= up_to and not _understood(services, message, message.seq == up_to):
                return


def _understood(services: Services, message: Message, asked_for: bool) -> bool:
    """Whether to go on with the next message.

    One that the engine will not take must not hold up those after it; where a part is away, all of them wait.
    """
    if message.seq in services.turns.failed and not asked_for:
        return True
    said = message.said
    intent = None if said.words is not None else said.wish or "answer"
    expects = _expects(services, message)
    try:
        services.engine.turn(Turn(message.conversation_id, said.message_id, expects, said.words, intent))
    except TurnFailed:
        if not services.engine.actions_ready():
            return False
        services.turns.failed.add(message.seq)
    except EngineAway:
        return False
    return True


def _as_it_was(services: Services, situation: Situation, message: Message, reply: Reply) -> Situation:
    """The situation when a reply was made, as far as it shows: a menu that is sent again holds the same topics."""
    answered = services.store.answers.answered_by(message.conversation_id, message.seq)
    conversation = replace(situation.conversation, topic=cast("str | None", reply.progress["topic"]))
    answers = {question_id: answer for question_id, answer in situation.answers.items() if question_id in answered}
    return replace(situation, conversation=conversation, answers=answers)


def _expects(services: Services, message: Message) -> str:
    if message.said.wish == CORRECTION or message.said.picked:
        return "answer"
    situation = situation_of(services, message.conversation_id)
    question = situation.question(message.said.question_id)
    if question is None:
        return "nav"
    variant = situation.variant(question)
    if variant.reply is ReplyWay.CHOICE:
        return "yes_no" if {choice.id for choice in variant.choices} >= YES_AND_NO else "choice"
    return "words" if variant.reply in {ReplyWay.WORDS, ReplyWay.DRAW} else "choice"


def _check(services: Services, conversation: Conversation, said: Said) -> None:
    """A new message must fit: to a question that was put, and a choice that it has."""
    if conversation.state is State.FINISHED and said.wish != CORRECTION:
        raise Problem(409, "finished")
    known_ids = MENUS | set(services.store.answers.questions_asked(conversation.id))
    if said.question_id and said.question_id not in known_ids:
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
    if not fits or (picked.scale is not None and not 1 <= picked.scale <= len(known)):
        raise Problem(422, "not_a_choice")


def _lines(services: Services, situation: Situation, message: Message) -> list[dict[str, Any]]:
    """A message and its reply in the transcript."""
    said = message.said
    mine = {
        "from": "me", "at": message.received, "message_id": said.message_id, "question_id": said.question_id,
        "text": said.words, "wish": said.wish, "choices": list(said.picked.choices), "cards": dict(said.picked.cards),
        "scale": said.picked.scale,
    }  # fmt: skip
    theirs = {"from": "mysay", "at": message.received, "messages": messages_of(situation, services.symbols, message)}
    return [theirs] if said.wish == OPENING_WISH else [mine, theirs]
