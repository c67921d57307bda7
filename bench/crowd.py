"""Several people who speak at one moment, while somebody types."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench.mysay_under_test import MySayTalk
from bench.speaker import Speaker, Spoken

TURNS, REST_SECONDS = 20, 0.2
"""A rest after each reply; a new conversation after so many turns, since a long one is slower."""


def together(port: int, many: int, pcm: bytes) -> tuple[list[Spoken], list[float]]:
    """What each of them said, all beginning at one moment, and the milliseconds of typed turns meanwhile."""
    speakers = [Speaker(port) for _ in range(many)]
    with ThreadPoolExecutor(many) as people:
        all_ = [people.submit(speaker.says, pcm) for speaker in speakers]
        typed = chat(port, lambda: all(one.done() for one in all_))
    return [one.result() for one in all_], typed


def chat(port: int, over: Callable[[], bool]) -> list[float]:
    """Milliseconds from words to the whole reply, until it is over."""
    took: list[float] = []
    while not over():
        talk, turns = MySayTalk(port), 0
        while turns < TURNS and not over():
            began = time.perf_counter()
            if talk.turn():
                took.append((time.perf_counter() - began) * 1000)
            turns += 1
            time.sleep(REST_SECONDS)
    return took
