"""`make many`: what two of each part do against one, and what a turn and a conversation cost, on PostgreSQL and nginx.

For docs/scale.md. The cores are shared by all processes and by those who ask, so that two are not twice as fast here.
"""

import os
import platform
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import psycopg
import urllib3

from bench.report import busy
from tests import person as people
from tests.many.machines import Machines
from tests.person import Person

AT_ONCE, TURNS = 16, 20
WORDS = "I like it when my teacher tells me what happens next, because then I do not worry so much about it."
KINDS = {
    "web.server": "page", "bot.engine": "engine", "actions.server": "record desk", "postgres": "PostgreSQL",
    "nginx": "nginx",
}  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure one of each, then two of each, and print the tables."""
    print(f"{os.cpu_count()} cores ({platform.machine()}), {AT_ONCE} people at once, {busy(os.getloadavg()[0])}")
    print(
        "\n| of each part | turns a second | " + " | ".join(f"{kind}, CPU ms a turn" for kind in KINDS.values()) + " |"
    )
    print("|---:" * (2 + len(KINDS)) + "|")
    for many in (1, 2):
        with ExitStack() as at_the_end:
            folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory()))
            machines = at_the_end.enter_context(Machines.started(folder / "many", {}, many))
            trusting = urllib3.PoolManager(maxsize=40, timeout=60.0, ca_certs=str(machines.front.authority))
            at_the_end.enter_context(patch.object(people, "http", trusting))
            _measure(machines, many)


def _measure(machines: Machines, many: int) -> None:
    _talk(machines)  # connections made, caches warm
    bytes_before, cpu_before, began = _size(machines), _cpu(machines), time.monotonic()
    turns = _talk(machines)
    seconds, cpu = time.monotonic() - began, _cpu(machines)
    cells = [
        f"{many}",
        f"{turns / seconds:.1f}",
        *(f"{(cpu[kind] - cpu_before[kind]) / turns * 1000:.1f}" for kind in KINDS.values()),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)
    kept = (_size(machines) - bytes_before) / AT_ONCE
    print(f"\nA conversation of {TURNS} answers of {len(WORDS)} characters takes {kept:,.0f} bytes in the database.\n")


def _talk(machines: Machines) -> int:
    """How many turns were taken."""

    def one(_: int) -> int:
        person = Person.asked(machines.front.base)
        return sum(person.insists(WORDS).status == 200 for _ in range(TURNS))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(AT_ONCE)))


def _size(machines: Machines) -> int:
    """Bytes of the database, without the log of writes."""
    with psycopg.connect(machines.database, autocommit=True) as connection:
        found = connection.execute("select pg_database_size(current_database())").fetchone()
    return int(found[0]) if found else 0


def _cpu(machines: Machines) -> dict[str, float]:
    """Seconds of the processor that each kind of process has had, those that ended since too."""
    mine = str(machines.folder), str(machines.postgres.folder)
    used = dict.fromkeys(KINDS.values(), 0.0)
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            settings = (place / "environ").read_bytes().decode(errors="replace") + command
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        kind = next((KINDS[word] for word in KINDS if word in command), None)
        if kind and (any(folder in settings for folder in mine) or _belongs(place, machines)):
            used[kind] += sum(int(fields[number]) for number in (11, 12, 13, 14)) / TICKS
    return used


def _belongs(place: Path, machines: Machines) -> bool:
    """Whether it is a process of our PostgreSQL or nginx, which name themselves anew."""
    try:
        where = (place / "cwd").readlink()
        parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return False
    return machines.postgres.folder in (where, *where.parents) or parent == machines.front.process.pid


if __name__ == "__main__":
    main()
