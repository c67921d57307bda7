"""What was said while the engine was away, by somebody who did not come back: understood all the same.

Somebody may have cried for help and put the tablet away.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from records.clock import later
from records.conversation import State
from records.database import StoreUnavailable
from records.message import Message
from records.store import Store
from web.hearing import understand_waiting
from web.services import Services

LOOK_SECONDS, LEFT_SECONDS = 10.0, 20.0
"""So often it is looked for; whoever is still there has sent it again within this time."""


def understand_left(services: Services) -> int:
    """Have it understood where an engine is there; how many conversations had something. Raises StoreUnavailable."""
    left = left_in(services.store)
    if not left or not any(health and health.actions for health in services.engine.health()):
        return 0
    for conversation_id in left:
        _understand(services, conversation_id)
    return len(left)


def left_in(store: Store) -> list[str]:
    """The conversations that have something; raises StoreUnavailable."""
    return store.messages.left(later(-LEFT_SECONDS))


def look_after(found: Callable[[], Iterable[Services]]) -> None:
    """Look for it from now on in a thread of this process: in those installations that `found` tells each time."""
    threading.Thread(target=_look, args=(found,), daemon=True).start()


def _look(found: Callable[[], Iterable[Services]]) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            for one in found():
                with suppress(StoreUnavailable):  # locked or full: the next look may find it well
                    understand_left(one)
        except Exception as error:  # noqa: BLE001  # whatever it was, it must be looked for again
            logging.getLogger("mysay.web").warning("what was left behind was not looked for: %s", type(error).__name__)


def _understand(services: Services, conversation_id: str) -> None:
    """A conversation that was over stays so: nobody is asked anything by it, and what was shared stays shared."""
    store = services.store
    before = store.conversations.find(conversation_id)
    refused = _refused(services, conversation_id)
    services.turns.failed.difference_update(message.seq for message in refused)
    understand_waiting(services, conversation_id)
    for message in refused:
        if message.seq in services.turns.failed:  # refused again: somebody must read it, since no program will
            store.concerns.not_understood(message)
    with store.transaction(conversation_id):
        after = store.conversations.find(conversation_id)
        if before and after and before.state is not State.ASKING is after.state:
            store.conversations.change(conversation_id, state=before.state)


def _refused(services: Services, conversation_id: str) -> list[Message]:
    """The words that the engine would not take, of which nobody has been told."""
    waiting = services.store.messages.waiting(conversation_id)
    refused = [message for message in waiting if message.said.words and message.seq in services.turns.failed]
    return [message for message in refused if not services.store.concerns.raised(message)]
