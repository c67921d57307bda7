"""What slows guessing down: limits by name, by address and by device, and how many passwords are hashed at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, request

from web.device import Known
from web.rate import Rate, wait_for

PER_SECONDS = 300
TRIES_FOR_A_NAME, TRIES_FROM_AN_ADDRESS = 5, 50
TRIES_BY_STRANGERS, STRANGERS_PER_SECONDS = 50, 900
HASHES_AT_ONCE, WAITING_AT_MOST = 2, 4
"""Each hash takes 64 MB and a core: a flood of sign-ins must not take the whole machine, nor all of its threads."""
QUEUE_SECONDS = 2


class Door:
    """What slows guessing down, in this process's memory."""

    def __init__(self) -> None:
        self.by_name = Rate(TRIES_FOR_A_NAME, PER_SECONDS)
        self.by_address = Rate(TRIES_FROM_AN_ADDRESS, PER_SECONDS)
        self.by_strangers = Rate(TRIES_BY_STRANGERS, STRANGERS_PER_SECONDS)
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
        rates, wait = door(), door().by_name.wait(self._key)
        if not self._known:
            wait = max(wait, rates.by_address.wait(self._address), rates.by_strangers.wait(self._name))
        wait_for(wait)

    def count(self) -> None:
        """One more, before it is known to be wrong, so that many at once are not let through; raises Problem 429."""
        self.may_go_on()
        door().by_name.note(self._key)

    def failed(self) -> None:
        """It was wrong."""
        if not self._known:
            door().by_address.note(self._address)
            door().by_strangers.note(self._name)

    def succeeded(self) -> None:
        """It was right."""
        door().by_name.forget(self._key)
