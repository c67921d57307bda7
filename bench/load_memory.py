"""Whether memory stays flat: what all processes hold while people talk, and the slope of a straight line through it."""

import asyncio
import statistics
import time
from random import Random

from bench.load_visitors import FILL_SECONDS, Crowd, Noted
from bench.program import Program

SAMPLE_SECONDS, TOLD_EVERY = 10.0, 30
PARTS = {"all": "", "the page": "web.server", "the engine": "bot.engine", "the record desk": "actions.server"}
HEAD = "| MB | after 5 minutes | half way | at the end | an hour, by the second half |\n|---|---:|---:|---:|---:|"
KIND = "Pss_Anon"
"""What the processes themselves hold: pages of files come and go with whatever else runs on the machine."""


async def remembering(base: str, program: Program, chance: Random, people: int, minutes: float) -> str:
    """So many people talk for so long; the table of megabytes."""
    crowd = Crowd(base, chance, people)
    coming, until = asyncio.create_task(crowd.come()), time.monotonic() + minutes * 60
    await crowd.fill(FILL_SECONDS)
    samples: dict[str, list[float]] = {name: [] for name in PARTS}
    while time.monotonic() < until:
        for name, word in PARTS.items():
            samples[name].append(program.megabytes(word, KIND))
        if len(samples["all"]) % TOLD_EVERY == 1:
            print(f"{time.strftime('%H:%M:%S')}  {samples['all'][-1]:.0f} MB", flush=True)
        await asyncio.sleep(SAMPLE_SECONDS)
    coming.cancel()
    await crowd.leave()
    rows = [_row(name, megabytes) for name, megabytes in samples.items()]
    return "\n".join([HEAD, *rows, "", _how(crowd.noted, people, minutes)])


def _row(name: str, megabytes: list[float]) -> str:
    half = megabytes[len(megabytes) // 2 :]
    slope = statistics.linear_regression(range(len(half)), half).slope * 3600 / SAMPLE_SECONDS
    early = megabytes[min(TOLD_EVERY, len(megabytes) - 1)]
    return f"| {name} | {early:.0f} | {half[0]:.0f} | {megabytes[-1]:.0f} | {slope:+.1f} |"


def _how(noted: Noted, people: int, minutes: float) -> str:
    return (
        f"{minutes:.0f} minutes, {people} people at once, {len(noted.turns):,} turns, {len(noted.openings):,} "
        f"conversations opened, {len(noted.readings):,} questions read aloud, {len(noted.errors)} errors. Anonymous "
        "memory of all processes; what they share counts once."
    )
