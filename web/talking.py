"""A conversation as the page and the API share it: open, say, look, change, erase."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from accessibility.adjustments import Adjustments
from bot.interview.answered import Answered
from bot.interview.decision import where_we_are
from bot.interview.languages.catalogue import ENGLISH
from bot.interview.languages.tongues import LANGUAGE
from bot.interview.progress import progress
from bot.interview.situation import Situation
from records.answer import Answer, Outcome, Share
from records.conversation import SHARED_STATES, Conversation, State
from records.database import StoreUnavailable
from records.message import Message, Reply, Said
from web.hearing import understand_waiting
from web.incoming import Opening
from web.problems import RETRY_SECONDS, Problem
from web.services import Services
from web.showing import OPENING_WISH, Json, answer_json, current_of, lines_of, messages_of, progress_json, reply_json
from web.standing import situation_of
from web.taking import CORRECTION, take
from web.who_knows import confirmed, truthful, wait_until_told

NOT_KEPT = frozenset({"audience", "purpose", "invitation", "earlier_code", "earlier_pictures"})


def open_conversation(services: Services, opening: Opening, earlier_id: str | None = None) -> Json:
    """Start one and ask the engine for its first words; raises Problem 503 and leaves nothing behind where it is away.

    `earlier_id`: the conversation before, where the person has proved that it was theirs.
    """
    about = {name: value for name, value in vars(opening).items() if name not in NOT_KEPT} | {"earlier_id": earlier_id}
    about["adjustments"] = Adjustments.of(opening.adjustments or {}).chosen()  # what is as usual is no adjustment
    if services.tongues.usual != ENGLISH:
        about["adjustments"].setdefault(LANGUAGE, services.tongues.usual)
    opened = services.store.conversations.open(opening.audience, opening.purpose, **about)
    try:
        reply = say(services, opened.conversation, Said(str(uuid.uuid4()), wish=OPENING_WISH))
    except (Problem, StoreUnavailable):
        services.store.conversations.erase(opened.conversation.id)
        raise
    del reply["understood_as"]
    return {"id": opened.conversation.id, "token": opened.token, "resume_code": opened.resume_code, **reply}


def say(services: Services, conversation: Conversation, said: Said) -> Json:
    """Keep a message, have it understood, and give its reply; a resent one gets the reply that it got before.

    Raises Problem 503 at once, with nothing kept, where as many turns are under way as can be.
    """
    with services.turns.room() as room:
        if not room:
            raise Problem(503, "store_away", retry_after=RETRY_SECONDS)
        return _say(services, conversation, said)


def _say(services: Services, conversation: Conversation, said: Said) -> Json:
    message = take(services, conversation.id, said)
    if message.reply is None:
        understand_waiting(services, conversation.id, message.seq)
        message = services.store.messages.find(conversation.id, said.message_id) or message
        wait_until_told(services, message)
    situation = situation_of(services, conversation.id)
    message = truthful(message, confirmed(services, conversation.id))
    if message.reply is None:
        raise Problem(503, "try_again", retry_after=RETRY_SECONDS)
    symbols = services.symbols_of(situation.conversation)
    return reply_json(_as_it_was(services, situation, message, message.reply), symbols, message, message.reply)


def view(services: Services, conversation: Conversation) -> Json:
    """All that a page or a new device needs to go on."""
    situation = situation_of(services, conversation.id)
    symbols = services.symbols_of(situation.conversation)
    told = confirmed(services, conversation.id)
    messages = [truthful(message, told) for message in services.store.messages.of(conversation.id)]
    current = current_of(situation, symbols, where_we_are(situation))
    newest = next((message for message in reversed(messages) if message.reply), None)
    return {
        "id": conversation.id, "audience": conversation.audience.value, "purpose": conversation.purpose.value,
        "called": conversation.called, "helper": conversation.helper, "year_group": conversation.year_group,
        "adjustments": dict(conversation.adjustments), "state": conversation.state.value,
        "progress": progress_json(symbols, asdict(progress(situation))), "current": current,
        "messages": messages_of(situation, symbols, newest) if newest else [],
        "transcript": [line for message in messages for line in lines_of(situation, symbols, message)],
    }  # fmt: skip


def answers(services: Services, conversation: Conversation) -> Json:
    """Every answer as its owner sees it; withdrawn ones are gone."""
    situation = situation_of(services, conversation.id)
    kept = [answer for answer in situation.answers.values() if answer.outcome is not Outcome.WITHDRAWN]
    symbols = services.symbols_of(situation.conversation)
    return {"answers": [answer_json(situation, symbols, answer) for answer in kept]}


def change(services: Services, conversation: Conversation, adjustments: Mapping[str, Any], state: State | None) -> None:
    """Put new adjustments among the old ones, and set the state; what is said before the end counts as said."""
    if state in SHARED_STATES:
        understand_waiting(services, conversation.id)
    with services.store.transaction(conversation.id):  # so that of two changes at once neither is lost
        kept = situation_of(services, conversation.id).conversation.adjustments
        merged = Adjustments.of({**kept, **adjustments}).chosen()  # what is put back to the usual is no adjustment
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
    symbols = services.symbols_of(situation.conversation)
    return {**reply, **answer_json(situation, symbols, situation.answers[question_id])}


def withdraw(services: Services, conversation: Conversation, question_id: str) -> None:
    """Take one answer back: its words are erased."""
    if services.store.answers.find(conversation.id, question_id) is None:
        raise Problem(404, "no_answer")
    services.store.answers.withdraw(conversation.id, question_id)


def _as_it_was(services: Services, situation: Situation, message: Message, reply: Reply) -> Situation:
    """The situation when a reply was made, as far as it shows: a menu that is sent again holds the same topics."""
    conversation = replace(situation.conversation, topic=cast("str | None", reply.progress["topic"]))

    def answers() -> Iterator[Answer]:
        answered = services.store.answers.answered_by(message.conversation_id, message.seq)
        return (answer for answer in situation.answers.values() if answer.question_id in answered)

    return replace(situation, conversation=conversation, answers=Answered(answers))
