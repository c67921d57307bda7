"""Where a conversation stands, as the store has it now."""

from bot.interview.memory import recall
from bot.interview.situation import Situation
from web.problems import Problem
from web.services import Services


def situation_of(services: Services, conversation_id: str) -> Situation:
    """Where a conversation stands; raises Problem 404 where it is gone."""
    conversation = services.store.conversations.find(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    bank = services.tongues.bank(conversation)
    recalled = recall(bank, services.store.last_time(conversation))
    return Situation.of(bank, conversation, lambda: services.store.answers.of(conversation_id), recalled)
