"""`make load`: how many people one machine serves, how it breaks when more come, and whether its memory stays flat."""

import argparse
import asyncio
import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bench.load_measured import HEAD, Measured, measuring
from bench.load_memory import remembering
from bench.load_visitors import FILL_SECONDS, Crowd
from bench.page import put, put_part
from bench.report import busy
from bench.served import served

PEOPLE, RISING = 150, (300, 600, 1_200)
AT_FIRST, AT_ONCE = 100, 600
FEW, MINUTES = 60, 30.0
SETTLE_SECONDS = 10.0
MEMORY_MARK = "<!-- memory, as measured -->\n"


async def rising(base: str, chance: Random, steps: Sequence[int], seconds: float) -> list[Measured]:
    """One measurement after another, of more and more people, each once it has settled."""
    crowd, found = Crowd(base, chance, 0), []
    for wanted in steps:
        async with crowd.of(wanted):
            await asyncio.sleep(SETTLE_SECONDS)
            async with measuring(crowd, f"{wanted:,}") as one:
                await asyncio.sleep(seconds)
            found.append(one)
    await crowd.leave()
    return found


async def surge(base: str, chance: Random, seconds: float) -> list[Measured]:
    """Some talk; many come within seconds, noted from the first of them on; then as many as came go home again."""
    crowd = Crowd(base, chance, 0)
    async with crowd.of(AT_FIRST):
        await asyncio.sleep(SETTLE_SECONDS)
    arriving = f"{AT_ONCE:,} within {FILL_SECONDS:.0f} s, {AT_FIRST} inside"
    async with measuring(crowd, arriving) as during, crowd.of(AT_ONCE):
        await asyncio.sleep(seconds)
    await crowd.leave(AT_FIRST)
    async with measuring(crowd, f"{AT_FIRST} again") as after, crowd.of(AT_FIRST):
        await asyncio.sleep(seconds)
    await crowd.leave()
    return [during, after]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where 150 people are not served as they should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="eight minutes, and nothing of memory")
    parser.add_argument("--surge", action="store_true", help="three minutes: only that very many come at once")
    parser.add_argument("--memory", type=float, nargs="?", const=MINUTES, metavar="MINUTES", help="memory alone")
    parser.add_argument("--people", type=int, help=f"in conversation at once (default {PEOPLE}; {FEW} for memory)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, help="write the tables below their marks in this page, too")
    chosen = parser.parse_args(arguments)
    chance = Random(chosen.seed)  # noqa: S311  # to come out the same again, not to keep a secret
    _allow_many_connections()
    machine, held = _machine(), True
    if chosen.memory is None:
        found = _rise(chance, 0 if chosen.surge else chosen.people or PEOPLE, chosen.quick or chosen.surge)
        told = "\n".join([machine, "", HEAD, *(one.row for one in found)])
        print(f"\n{told}")
        if chosen.to:
            put(chosen.to, told)
        held = chosen.surge or found[0].held
    if not (chosen.quick or chosen.surge):
        told = f"{machine}\n\n{_memory(chance, chosen.people or FEW, chosen.memory or MINUTES)}"
        print(f"\n{told}")
        if chosen.to:
            put_part(chosen.to, MEMORY_MARK, told)
    return 0 if held else 1


def _rise(chance: Random, people: int, quick: bool) -> list[Measured]:
    """`people`: served well, as is to be shown, before more and more come; 0 for the surge alone."""
    found: list[Measured] = []
    with served(MYSAY_OPEN="yes") as (port, _):
        base = f"http://127.0.0.1:{port}"
        print(HEAD, flush=True)
        asyncio.run(rising(base, chance, [20], 5.0))  # warms it up; not counted
        if people:
            found += asyncio.run(rising(base, chance, [people], 60.0 if quick else 180.0))
            found += asyncio.run(rising(base, chance, RISING, 20.0 if quick else 60.0))
        return found + asyncio.run(surge(base, chance, 30.0 if quick else 60.0))


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
