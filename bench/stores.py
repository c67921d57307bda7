"""`python -m bench.stores`: the same work on SQLite and on PostgreSQL, side by side, and the tests that both pass."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from random import Random

import psycopg

from bench.report import busy
from bench.reviews import PEOPLE, PROGRESS, TODAY, fill
from operating.server import Server
from operating.settings import ROOT
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.message import Reply, Said
from records.review_list import Wanted
from records.store import Store
from tests.postgres import SAFE, postgres

TIMES, LOOKS, AT_ONCE, TURNS = 200, 9, 8, 40
KINDS = {name: ["topic"] for name in ("important_people", "important_things")}
PARAMETER = re.compile(r"\[(sqlite|postgres)\b")

Figures = dict[str, float]


def measure(store: Store, seed: int) -> Figures:
    """Milliseconds of each piece of work, the median; and turns a second of many who talk at once."""
    talk = _open(store)
    numbers = count(seed)
    return {
        "keep a message, ms": _median(lambda: _said(store, talk), TIMES),
        "a whole turn: words, answer, next question, reply, ms": _median(lambda: _turn(store, talk, numbers), TIMES),
        "read a record of 200 answers, ms": _median(lambda: store.answers.of(talk), LOOKS),
        f"a page of the list of {PEOPLE:,} people, ms": _median(lambda: store.review_list.page(Wanted(), TODAY), LOOKS),
        f"find one name among {PEOPLE:,}, ms": _median(
            lambda: store.review_list.page(Wanted(search="child 99"), TODAY), LOOKS
        ),
        "insight over all of them, ms": _median(lambda: store.insight_counts.tally(KINDS), 3),
        "erase a conversation, ms": _median(lambda: store.conversations.erase(_open(store)), LOOKS),
        f"turns a second, {AT_ONCE} people at once": _turns_a_second(store),
    }


def _open(store: Store) -> str:
    return store.conversations.open(Audience.PARENT, Purpose.ANNUAL_REVIEW).conversation.id


def _said(store: Store, talk: str) -> int:
    with store.transaction(talk):
        return store.messages.keep(talk, Said(str(uuid.uuid4()), "likes", "some words that somebody said")).seq


def _turn(store: Store, talk: str, numbers: "count[int]") -> None:
    question, following = f"q{next(numbers)}", "q_next"
    seq = _said(store, talk)
    with store.transaction(talk):
        store.conversations.find(talk)
        store.answers.asked(talk, question, "What do you like?")
        store.answers.keep(talk, question, Outcome.ANSWERED, Whose.PARENT_VIEW, seq)
        store.conversations.change(talk, state=State.ASKING, current=following)
        store.messages.answer(seq, Reply("answer", (), "asking", PROGRESS))


def _median(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def _turns_a_second(store: Store) -> float:
    numbers, talks = count(), [_open(store) for _ in range(AT_ONCE)]

    def talks_on(talk: str) -> None:
        for _ in range(TURNS):
            _turn(store, talk, numbers)

    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(talks_on, talks))
    return AT_ONCE * TURNS / (time.perf_counter() - begun)


def on_sqlite() -> Figures:
    """In a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return _filled(Store(Path(folder) / "mysay.db"))


def on_postgres() -> Figures:
    """On a server of its own that writes to the disk as one should."""
    with postgres(SAFE) as running:
        server: Server = running.make("bench")
        figures = _filled(Store(server), lambda: psycopg.connect(server.address, autocommit=True).execute("analyze"))
        running.drop("bench")
        return figures


def _filled(store: Store, ready: Callable[[], object] = lambda: None) -> Figures:
    store.migrate()
    fill(store, Random(1))  # noqa: S311  # the same people each time
    ready()
    figures = measure(store, 0)
    store.close()
    return figures


def contract() -> Mapping[str, int]:
    """How many tests run on each engine."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/records", "tests/alerts"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = PARAMETER.findall(listed)
    return {name: found.count(name) for name in ("sqlite", "postgres")}


def main() -> int:
    """Prints the table."""
    load = os.getloadavg()[0]
    sqlite, postgresql, tests = on_sqlite(), on_postgres(), contract()
    print("| two engines of storage | SQLite | PostgreSQL |\n|---|---:|---:|")
    for name, figure in sqlite.items():
        print(f"| {name} | {figure:,.1f} | {postgresql[name]:,.1f} |")
    print(f"| tests of the contract, the same on both | {tests['sqlite']} | {tests['postgres']} |")
    print(f"\nMedians of wall time, every commit on the disk, the server on this machine. {busy(load)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
