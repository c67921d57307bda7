"""Admission: whether somebody may come in, by how many turns have been under way on average over the last seconds."""

import math
import secrets
import threading
import time
from collections.abc import Callable

MEMORY_SECONDS = 5.0
"""A class that begins in one moment is soon served and hardly counts; what stays for some seconds does."""
FULL = 3.0
"""Turns under way on average at which no newcomer is let in. It needs no figure of the machine: where turns wait for
each other, three on average is three quarters of all that it can do, however quick it is."""
EASY = 0.5
"""The part of this up to which everybody is let in; from there on one after another, so that what they bring shows."""
APART_SECONDS = 0.5
STRAINED = 2.0
"""Times as many turns at which those inside begin to feel it: nobody comes in, and what can be done without is left."""
SOON_SECONDS, LATEST_SECONDS = 4.0, 30.0
SPREAD_SECONDS = 0.4
"""For each who was told within a second that it is busy, whoever is told next waits so much longer outside."""


class Admission:
    """One for each web process, safe to share between threads.

    Each process sees what its own turns wait for, and so the machine and the engines that all share. `clock`: seconds
    that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._guard = clock, threading.Lock()
        self._under_way, self._average, self._told = 0, 0.0, 0.0
        self._at = clock()
        self._last = self._at - APART_SECONDS

    def note(self, under_way: int) -> None:
        """From now on so many turns are under way."""
        with self._guard:
            self._pass_time()
            self._under_way = under_way

    @property
    def strained(self) -> bool:
        """Whether those inside wait for each other, so that not even they should come back in just now."""
        with self._guard:
            self._pass_time()
            return self._average > FULL * STRAINED

    def lets_in(self) -> bool:
        """Whether somebody new may come in now."""
        with self._guard:
            self._pass_time()
            early = self._average > FULL * EASY and self._at < self._last + APART_SECONDS
            if early or self._average > FULL:
                return False
            self._last = self._at
            return True

    def come_again(self) -> int:
        """Seconds after which whoever is not let in may try again: longer where more do, and not the same for all."""
        with self._guard:
            self._pass_time()
            self._told += 1 / MEMORY_SECONDS
            soon = min(LATEST_SECONDS / 2, SOON_SECONDS + self._told * SPREAD_SECONDS)
        return round(soon * (1 + secrets.randbelow(101) / 100))

    def _pass_time(self) -> None:
        now = self._clock()
        kept = math.exp((self._at - now) / MEMORY_SECONDS)
        self._average = self._average * kept + self._under_way * (1 - kept)
        self._told, self._at = self._told * kept, now
