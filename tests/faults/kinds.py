"""The kinds of fault: each does its harm, undoes it where it lasts, and says from when on the system could serve."""

import contextlib
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tests.faults.system import CLOCK_SECONDS, System

Harm = Callable[[System, random.Random], float]
COSTLY = frozenset({"kill engine", "kill supervisor", "kill all parts", "restart", "kill listener", "hang engine"})
"""After these the engine, or what hears speech, starts anew."""


def _lasts(system: System, chance: random.Random) -> None:
    time.sleep(chance.uniform(0.3, system.longest))


def _kill(what: str, system: System, chance: random.Random) -> float:
    pids = system.pids(what)
    began = time.monotonic()
    system.signal(pids[:1] if what == "worker" else pids, signal.SIGKILL)
    return began


def _kill_supervisor(system: System, chance: random.Random) -> float:
    began = time.monotonic()
    process = system.installation.process
    process.kill()
    process.wait()
    system.start_again()
    return began


def _restart(system: System, chance: random.Random) -> float:
    began = time.monotonic()
    system.installation.stop()
    system.start_again()
    return began


def _freeze(what: str, system: System, chance: random.Random) -> float:
    pids = system.pids(what)
    system.signal(pids, signal.SIGSTOP)
    _lasts(system, chance)
    system.signal(pids, signal.SIGCONT)
    return time.monotonic()


def _hang(what: str, system: System, chance: random.Random) -> float:
    """For good: somebody must notice."""
    began = time.monotonic()
    system.signal(system.pids(what), signal.SIGSTOP)
    return began


def _fill(system: System, chance: random.Random) -> float:
    with system.disk.full(system.pids("all")):
        _lasts(system, chance)
    return time.monotonic()


def _read_only(system: System, chance: random.Random) -> float:
    with system.disk.read_only():
        _lasts(system, chance)
    return time.monotonic()


def _drop(system: System, chance: random.Random) -> float:
    system.line.dropping = True
    system.line.cut()
    _lasts(system, chance)
    system.line.dropping = False
    return time.monotonic()


def _lose_replies(system: System, chance: random.Random) -> float:
    system.line.losing_replies = True
    _lasts(system, chance)
    system.line.losing_replies = False
    return time.monotonic()


def _delay(system: System, chance: random.Random) -> float:
    system.line.delay = chance.uniform(0.1, 1.0)
    _lasts(system, chance)
    system.line.delay = 0.0
    return time.monotonic()


def _set_clock(system: System, chance: random.Random) -> float:
    system.clock.write_text(f"{chance.randint(-72, 72):+d}h\n")
    time.sleep(CLOCK_SECONDS)
    return time.monotonic()


def _hold_database(system: System, chance: random.Random) -> float:
    with _held(system):
        time.sleep(chance.uniform(0.3, 2 * system.longest))  # also longer than the store waits
    return time.monotonic()


def _kill_database(system: System, chance: random.Random) -> float:
    assert system.database
    began, pids = time.monotonic(), system.database.pids
    system.signal(pids, signal.SIGKILL)
    system.database.start_again(pids)
    return began


def _freeze_database(system: System, chance: random.Random) -> float:
    assert system.database
    pids = system.database.pids
    system.signal(pids, signal.SIGSTOP)
    _lasts(system, chance)
    system.signal(pids, signal.SIGCONT)
    return time.monotonic()


@contextlib.contextmanager
def _held(system: System) -> Iterator[None]:
    holder = sqlite3.connect(system.disk.folder / "mysay.db", timeout=20, isolation_level=None)
    holder.execute("begin exclusive")
    try:
        yield
    finally:
        holder.execute("rollback")
        holder.close()


KINDS: Mapping[str, Harm] = {
    "kill web": partial(_kill, "web"),
    "kill web worker": partial(_kill, "worker"),
    "kill engine": partial(_kill, "engine"),
    "kill actions": partial(_kill, "actions"),
    "kill voices": partial(_kill, "voice"),
    "kill listener": partial(_kill, "listening"),
    "kill supervisor": _kill_supervisor,
    "kill all parts": partial(_kill, "all"),
    "restart": _restart,
    "freeze web": partial(_freeze, "worker"),
    "freeze engine": partial(_freeze, "engine"),
    "freeze actions": partial(_freeze, "actions"),
    "hang engine": partial(_hang, "engine"),
    "disk full": _fill,
    "disk read-only": _read_only,
    "line dropped": _drop,
    "replies lost": _lose_replies,
    "line slow": _delay,
    "clock set": _set_clock,
    "database held": _hold_database,
    "kill database": _kill_database,
    "freeze database": _freeze_database,
}
ON_SQLITE = frozenset({"disk full", "disk read-only", "database held"})
"""These meet the file of the store."""
ON_POSTGRES = frozenset({"kill database", "freeze database"})


def possible(system: System) -> list[str]:
    """Those that can be done here: some need to be root, or faketime, or one engine of storage."""
    left_out = set(ON_SQLITE if system.database else ON_POSTGRES)
    left_out |= set() if system.disk.own else {"disk read-only"}
    left_out |= set() if system.has_clock else {"clock set"}
    return [name for name in KINDS if name not in left_out]
