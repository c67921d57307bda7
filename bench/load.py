"""`make load`: how many people one machine serves, how it breaks when more come, and whether its memory stays flat."""

import argparse
import asyncio
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.load_memory import remembering
from bench.load_visitors import FILL_SECONDS, Crowd, Noted
from bench.page import put
from bench.report import busy
from bench.served import served

PEOPLE, RISING = 150, (300, 600, 900, 1_200, 1_500)
FEW, MINUTES = 60, 30.0
MOST_P95_MS = 1_000.0
SETTLE_SECONDS = 10.0
HEAD = (
    "| people wanted | inside | turns a second | p50, ms | p95, ms | p99, ms | let in | told “busy” | after, p95, ms "
    "| asked to send again | read aloud | p95, ms | errors | generator, % of a core |\n" + "|---:" * 14 + "|"
)


@dataclass(frozen=True)
class Measured:
    """One measurement: how many people were wanted and were inside, for how long, and what they met."""

    wanted: int
    inside: int
    seconds: float
    noted: Noted
    generator: float
    """Per cent of one core that the people themselves took."""

    @property
    def held(self) -> bool:
        """Whether everybody was served soon enough, and nobody refused."""
        noted = self.noted
        refused = noted.waits + noted.busy_readings + len(noted.busy) + len(noted.errors)
        return refused == 0 and part(noted.turns, 95) < MOST_P95_MS

    @property
    def row(self) -> str:
        """As a line of the table."""
        noted = self.noted
        cells = [
            f"{self.wanted:,}", f"{self.inside:,}", f"{len(noted.turns) / self.seconds:.1f}",
            *(f"{part(noted.turns, of):,.0f}" for of in (50, 95, 99)), f"{len(noted.openings):,}",
            f"{len(noted.busy):,}", f"{part(noted.busy, 95):,.0f}" if noted.busy else "", f"{noted.waits:,}",
            f"{len(noted.readings):,}", f"{part(noted.readings, 95):,.0f}", f"{len(noted.errors):,}",
            f"{self.generator:.0f}",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


def part(sorted_or_not: Sequence[float], of: int) -> float:
    """That percentile; 0 of nothing."""
    if len(sorted_or_not) < 2:
        return sorted_or_not[0] if sorted_or_not else 0.0
    return statistics.quantiles(sorted_or_not, n=100, method="inclusive")[of - 1]


async def measured(crowd: Crowd, wanted: int, seconds: float) -> Measured:
    """Fill up to so many people, let it settle, and note what they meet for so long."""
    crowd.wanted = wanted
    coming = asyncio.create_task(crowd.come())
    await crowd.fill(FILL_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    crowd.noted = noted = Noted()
    began, used = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    coming.cancel()
    took, crowd.noted = time.monotonic() - began, Noted()
    return Measured(wanted, crowd.inside, took, noted, 100 * (time.process_time() - used) / took)


async def rising(base: str, chance: Random, steps: Sequence[int], seconds: float) -> list[Measured]:
    """One measurement after another, of more and more people."""
    crowd, found = Crowd(base, chance, 0), []
    for wanted in steps:
        found.append(await measured(crowd, wanted, seconds))
        print(found[-1].row, *sorted(set(found[-1].noted.errors)), flush=True)
    await crowd.leave()
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where 150 people are not served as they should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="five minutes, and nothing of memory")
    parser.add_argument("--memory", type=float, metavar="MINUTES", help="memory alone, for so long")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"in conversation at once (default {PEOPLE})")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, help="write the tables below the mark in this page, too")
    chosen = parser.parse_args(arguments)
    chance = Random(chosen.seed)  # noqa: S311  # to come out the same again, not to keep a secret
    _allow_many_connections()
    tables, held = [_machine()], True
    if chosen.memory is None:
        found = _rise(chance, chosen.people, 60.0 if chosen.quick else 180.0, 25.0 if chosen.quick else 60.0)
        tables.append("\n".join([HEAD, *(one.row for one in found)]))
        held = found[0].held
    if not chosen.quick:
        tables.append(_memory(chance, chosen.people if chosen.memory else FEW, chosen.memory or MINUTES))
    told = "\n\n".join(tables)
    print(f"\n{told}")
    if chosen.to:
        put(chosen.to, told)
    return 0 if held else 1


def _rise(chance: Random, people: int, seconds: float, step_seconds: float) -> list[Measured]:
    with served(MYSAY_OPEN="yes") as (port, _):
        base = f"http://127.0.0.1:{port}"
        print(HEAD, flush=True)
        asyncio.run(rising(base, chance, [20], 10.0))  # warms it up; not counted
        found = asyncio.run(rising(base, chance, [people], seconds))
        return found + asyncio.run(rising(base, chance, RISING, step_seconds))


def _memory(chance: Random, people: int, minutes: float) -> str:
    with served(MYSAY_OPEN="yes") as (port, program):
        return asyncio.run(remembering(f"http://127.0.0.1:{port}", program, chance, people, minutes))


def _machine() -> str:
    when = time.strftime("%-d %B %Y, %H:%M")
    return f"{when}, {platform.machine()}, Python {platform.python_version()}. {busy(os.getloadavg()[0])}"


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
