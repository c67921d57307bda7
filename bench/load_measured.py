"""One measurement of a crowd: how many people were wanted and were inside, for how long, and what they met."""

import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.load_visitors import Crowd, Noted

MOST_P95_MS = 1_000.0
HEAD = (
    "| people wanted | inside | turns a second | p50, ms | p95, ms | p99, ms | let in | told “busy” | after, p95, ms "
    "| asked to send again | read aloud | p95, ms | errors | generator, % of a core |\n" + "|---:" * 14 + "|"
)


@dataclass
class Measured:
    """`inside`, `seconds` and `generator` are filled in at its end."""

    wanted: str
    noted: Noted
    inside: int = 0
    seconds: float = 0.0
    generator: float = 0.0
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
            self.wanted, f"{self.inside:,}", f"{len(noted.turns) / self.seconds:.1f}",
            *(f"{part(noted.turns, of):,.0f}" for of in (50, 95, 99)), f"{len(noted.openings):,}",
            f"{len(noted.busy):,}", f"{part(noted.busy, 95):,.0f}" if noted.busy else "", f"{noted.waits:,}",
            f"{len(noted.readings):,}", f"{part(noted.readings, 95):,.0f}", f"{len(noted.errors):,}",
            f"{self.generator:.0f}",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


@asynccontextmanager
async def measuring(crowd: Crowd, wanted: str) -> AsyncIterator[Measured]:
    """Note what the crowd meets from here to the end, and print it."""
    found = Measured(wanted, Noted())
    crowd.noted = found.noted
    began, used = time.monotonic(), time.process_time()
    yield found
    crowd.noted = Noted()
    found.inside, found.seconds = crowd.inside, time.monotonic() - began
    found.generator = 100 * (time.process_time() - used) / found.seconds
    print(found.row, *sorted(set(found.noted.errors)), flush=True)


def part(sorted_or_not: Sequence[float], of: int) -> float:
    """That percentile; 0 of nothing."""
    if len(sorted_or_not) < 2:
        return sorted_or_not[0] if sorted_or_not else 0.0
    return statistics.quantiles(sorted_or_not, n=100, method="inclusive")[of - 1]
