"""What slows guessing down: limits by name, by address and by device, and how many passwords are hashed at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, request

from web.device import Known
from web.rate import Kept, wait_for
from web.services import services

BY_NAME = Kept("staff name", 5, 300)
BY_ADDRESS = Kept("staff address", 50, 300)
BY_STRANGERS = Kept("staff strangers", 50, 900)
HASHES_AT_ONCE, WAITING_AT_MOST = 2, 4
"""Each hash takes 64 MB and a core: a flood of sign-ins must not take the whole machine, nor all of its threads."""
QUEUE_SECONDS = 2


class Door:
    """Who may have a password hashed now, in this process's memory."""

    def __init__(self) -> None:
        self.waiting = threading.BoundedSemaphore(WAITING_AT_MOST)
        self.hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn to have a password hashed; raises Problem 429 where many wait already."""
        if not self.waiting.acquire(blocking=False):
            wait_for(QUEUE_SECONDS)
        try:
            with self.hashing:
                yield
        finally:
            self.waiting.release()


def door() -> Door:
    """That of this process."""
    found: Door = current_app.extensions.setdefault("mysay_door", Door())
    return found


class Tries:
    """Tries at one name: by a device where its owner signed in before, each for itself; by strangers, all together.

    So nobody who has never signed in can keep a member away from their own computer, however long they go on.
    """

    def __init__(self, name: str) -> None:
        self._known = Known.of_request().for_name(name)
        self._address, self._name = request.remote_addr or "", name
        self._key = f"device {self._known} {name}" if self._known else f"{self._address} {name}"

    def may_go_on(self) -> None:
        """Raises Problem 429 where there were too many."""
        wait = BY_NAME.wait(self._key)
        if not self._known:
            wait = max(wait, BY_ADDRESS.wait(self._address), BY_STRANGERS.wait(self._name))
        wait_for(wait)

    def count(self) -> None:
        """One more, before it is known to be wrong, so that many at once are not let through; raises Problem 429."""
        with services().store.transaction():
            self.may_go_on()
            BY_NAME.note(self._key)

    def failed(self) -> None:
        """It was wrong."""
        if not self._known:
            BY_ADDRESS.note(self._address)
            BY_STRANGERS.note(self._name)

    def succeeded(self) -> None:
        """It was right."""
        BY_NAME.forget(self._key)
