"""Having kept messages understood by the engine, one conversation's in the order in which they came."""

import math

from bot.interview.bank import ReplyWay
from bot.interview.situation import Situation
from records.message import Message
from web.engine import EngineAway, Turn, TurnFailed
from web.services import Services
from web.taking import CORRECTION

YES_AND_NO = frozenset({"yes", "no"})


def understand_waiting(services: Services, conversation_id: str, up_to: float = math.inf) -> None:
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
        services.turns.failed.add(message.seq)
    except EngineAway:
        return False
    return True


def _expects(services: Services, message: Message) -> str:
    if message.said.wish == CORRECTION or message.said.picked:
        return "answer"
    conversation = services.store.conversations.find(message.conversation_id)
    situation = Situation.of(services.tongues.bank(conversation), conversation, tuple) if conversation else None
    question = situation.question(message.said.question_id) if situation else None
    if situation is None or question is None:
        return "nav"
    variant = situation.variant(question)
    if variant.reply is ReplyWay.CHOICE:
        return "yes_no" if {choice.id for choice in variant.choices} >= YES_AND_NO else "choice"
    return "words" if variant.reply in {ReplyWay.WORDS, ReplyWay.DRAW} else "choice"
