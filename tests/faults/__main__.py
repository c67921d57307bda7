"""`make faults`: people talk while everything is killed, frozen, filled, held and cut; the table of what came of it."""

import argparse
import contextlib
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.page import put
from tests.faults import report
from tests.faults.campaign import Campaign
from tests.faults.database import Database
from tests.faults.kinds import KINDS
from tests.faults.system import System


def main(arguments: list[str] | None = None) -> int:
    """Harm, check, and print the table; 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--faults", type=int, default=500, help="how many (default 500)")
    parser.add_argument("--conversations", type=int, default=200, help="at least so many (default 200)")
    parser.add_argument("--people", type=int, default=8, help="who talk at once (default 8)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--only", action="append", choices=sorted(KINDS), default=[], help="this kind alone")
    parser.add_argument("--postgres", action="store_true", help="keep the store on PostgreSQL, and kill that too")
    parser.add_argument("--to", type=Path, help="write the table below the mark in this page, too")
    chosen = parser.parse_args(arguments)
    print(f"Seed {chosen.seed}: the same again with --seed {chosen.seed}", flush=True)
    began = time.monotonic()
    with contextlib.ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="mysay-faults-")))
        database = held.enter_context(Database.started()) if chosen.postgres else None
        system = held.enter_context(System.started(folder, database=database))
        campaign = Campaign(system, chosen.seed, chosen.people, 1.0, lambda line: print(line, flush=True))
        campaign.run(chosen.faults, chosen.conversations, chosen.only)
    told = report.how(campaign, (time.monotonic() - began) / 60, time.strftime("%-d %B %Y"))
    print("\n".join(["", *campaign.wrong, "", report.table(campaign), "", told]))
    if chosen.to:
        put(chosen.to, f"{report.table(campaign)}\n\n{told}")
    return 0 if report.held(campaign) else 1


if __name__ == "__main__":
    sys.exit(main())
