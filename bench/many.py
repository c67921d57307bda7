"""`make many`: what two of each part do against one, and what a turn and a conversation cost, on PostgreSQL and nginx.

For docs/scale.md. Each page and each engine is made a small machine, with a part of a core to itself, so that two can
be compared with one on a machine that they share; PostgreSQL, nginx and those who ask are not bounded.
"""

import os
import platform
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http import HTTPStatus
from pathlib import Path
from unittest.mock import patch

import psutil
import psycopg
import urllib3

from bench import small
from bench.program import command_of, family_of
from bench.report import busy
from bench.small import Small
from tests import person as people
from tests.many.machines import Machines
from tests.person import Person

AT_ONCE, TURNS = 16, 20
CORES = {"page": 0.12, "engine": 0.2}
"""Of each small machine; an engine has its record desk beside it."""
WORDS = "I like it when my teacher tells me what happens next, because then I do not worry so much about it."
KINDS = {
    "web.server": "page", "bot.engine": "engine", "actions.server": "record desk", "postgres": "PostgreSQL",
    "nginx": "nginx",
}  # fmt: skip


def main() -> None:
    """Measure one of each, then two of each, and print the tables."""
    print(f"{os.cpu_count()} cores ({platform.machine()}), {AT_ONCE} people at once, {busy(os.getloadavg()[0])}")
    each = ", ".join(f"each {kind} has {cores} of a core" for kind, cores in CORES.items())
    print(f"Bounded: {each}." if small.allowed() else "Not root: nothing is bounded, and all share the cores.")
    costs = " | ".join(f"{kind}, CPU ms a turn" for kind in KINDS.values())
    print(f"\n| of each part | turns a second | p50, s | {costs} |")
    print("|---:" * (3 + len(KINDS)) + "|")
    kept = 0.0
    for many in (1, 2):
        with ExitStack() as at_the_end:
            folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory()))
            machines = at_the_end.enter_context(Machines.started(folder / "many", {}, many))
            trusting = urllib3.PoolManager(maxsize=40, timeout=60.0, ca_certs=str(machines.front.authority))
            at_the_end.enter_context(patch.object(people, "http", trusting))
            _talk(Person.asked(machines.front.base))  # connections made, caches warm
            for name, serve in machines.serves.items() if small.allowed() else ():
                if cores := CORES.get(name.partition(" ")[0]):
                    at_the_end.enter_context(Small.machine(name.replace(" ", "-"), serve.process.pid, cores))
            kept = _measure(machines, many)
    print(f"\nA conversation of {TURNS} answers of {len(WORDS)} characters takes {kept:,.0f} bytes in the database.")


def _measure(machines: Machines, many: int) -> float:
    """Prints a line; how many bytes a conversation takes."""
    bytes_before = _size(machines)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        talking = list(pool.map(Person.asked, [machines.front.base] * AT_ONCE))
        cpu_before, began = _cpu(machines), time.monotonic()
        took = [seconds for turns in pool.map(_talk, talking) for seconds in turns]
        seconds, cpu = time.monotonic() - began, _cpu(machines)
    each = (f"{(cpu[kind] - cpu_before[kind]) / len(took) * 1000:.1f}" for kind in KINDS.values())
    cells = [f"{many}", f"{len(took) / seconds:.1f}", f"{statistics.median(took):.2f}", *each]
    print(f"| {' | '.join(cells)} |", flush=True)
    return (_size(machines) - bytes_before) / AT_ONCE


def _talk(person: Person) -> list[float]:
    """The seconds that each turn took."""
    return [_turn(person) for _ in range(TURNS)]


def _turn(person: Person) -> float:
    began = time.monotonic()
    taken = person.insists(WORDS)
    if taken.status != HTTPStatus.OK:
        raise RuntimeError(taken.problem)
    return time.monotonic() - began


def _size(machines: Machines) -> int:
    """Bytes of the database, without the log of writes."""
    with psycopg.connect(machines.database, autocommit=True) as connection:
        found = connection.execute("select pg_database_size(current_database())").fetchone()
    return int(found[0]) if found else 0


def _cpu(machines: Machines) -> dict[str, float]:
    """Seconds of the processor that each kind of process has had, and what they started and that has ended."""
    used = dict.fromkeys(KINDS.values(), 0.0)
    started = [serve.process.pid for serve in machines.serves.values()]
    started += [machines.postgres.process.pid, machines.front.process.pid]
    for process in (process for one in started for process in family_of(one)):
        with suppress(psutil.NoSuchProcess):
            command, times = command_of(process), process.cpu_times()
            for kind in [KINDS[word] for word in KINDS if word in command][:1]:
                used[kind] += times.user + times.system + times.children_user + times.children_system
    return used


if __name__ == "__main__":
    main()
