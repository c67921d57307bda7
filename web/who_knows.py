"""Who knows of a concern, as far as it is confirmed at the moment at which a reply is shown."""

import time
from collections.abc import Collection
from dataclasses import replace

from bot.interview.concern import NOT_TOLD, as_told
from records.message import Message
from web.services import Services

LONGEST_WAIT_SECONDS, LOOK_SECONDS = 2.0, 0.05


def confirmed(services: Services, conversation_id: str) -> Collection[int]:
    """The `seq` of each message whose concern somebody in charge is known to know of."""
    return services.store.concerns.known_to_somebody(conversation_id)


def truthful(message: Message, known: Collection[int]) -> Message:
    """The message with a reply that is true now: the kept one is the cautious one, and told only where that is sure."""
    if message.reply is None or message.seq not in known:
        return message
    return replace(message, reply=replace(message.reply, parts=tuple(as_told(part) for part in message.reply.parts)))


def wait_until_told(services: Services, message: Message) -> None:
    """Give an alert the moment that it needs to arrive, so that the first thing shown can say that it has."""
    parts = message.reply.parts if message.reply else ()
    if not services.settings.alerting.configured or not any(part.wording == NOT_TOLD for part in parts):
        return
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while message.seq not in confirmed(services, message.conversation_id) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
