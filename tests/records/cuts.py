"""`kill -9` at every step of a backup, a restore and a change of keys, and at random moments; then all of it is read.

`python -m tests.records.cuts [NAME ...] [--every 1] [--random 40] [--people 300] [--seed 1]` prints a table and ends
with 1 where anything was wrong. A step is whatever changes the disk: a file opened for writing, renamed or removed.
A cut at a random moment falls between them too: into the copying, the encrypting and the syncing.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from mysay import main
from tests.records.cut_jobs import JOBS, Job

STEPS = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect"})
WRITES = os.O_WRONLY | os.O_RDWR


@dataclass
class Found:
    """Of one job: how often it was cut off, how often the new was there then and how often the old, what was wrong."""

    job: str
    cuts: int = 0
    stood: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Moment:
    """At a step, or after so many seconds; or never."""

    name: str
    step: int = -1
    seconds: float = 0.0


def tried(job: Job, place: Path, every: int, at_random: int, chance: random.Random) -> Found:
    """Cut off at each step, or at one of `every`, and then so often `at_random`."""
    found, template = Found(job.name), place / job.name
    template.mkdir()
    for name in ("MYSAY_DATABASE", "MYSAY_DATABASE_KEY_COMMAND", "MYSAY_DATABASE_KEY_FILE"):
        os.environ.pop(name, None)  # of the job before
    job.prepare(template)
    whole = shutil.copytree(template, place / "whole")
    job.before(whole)
    started = time.monotonic()
    steps = _run(job, whole, _Moment("no moment"))
    seconds = time.monotonic() - started
    shutil.rmtree(whole)
    for step in range(chance.randrange(every), steps, every):
        _cut(job, template, found, _Moment(f"step {step}", step))
    for _ in range(at_random):
        wait = chance.uniform(0, seconds)
        _cut(job, template, found, _Moment(f"{wait:.4f} s", seconds=wait))
    return found


def _cut(job: Job, template: Path, found: Found, moment: "_Moment") -> None:
    folder = shutil.copytree(template, template.with_name("cut"))
    try:
        job.before(folder)
        _run(job, folder, moment)
        found.cuts += 1
        stands = job.look(folder)
        found.stood[stands] = found.stood.get(stands, 0) + 1
        job.again(folder)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        found.wrong.append(f"{job.name}, cut off at {moment.name}: {type(error).__name__}: {error}")
    finally:
        shutil.rmtree(folder)


def _run(job: Job, folder: Path, moment: "_Moment") -> int:
    """Run it in a process of its own; how many steps it took, where it came to its end."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        _child(job, folder, moment, tell)
    os.close(tell)
    if moment.seconds:
        time.sleep(moment.seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(told) as stream:
        steps = stream.read()
    os.waitpid(child, 0)
    return int(steps or 0)


def _child(job: Job, folder: Path, moment: "_Moment", tell: int) -> None:
    count, within = 0, os.fsencode(folder)

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal count
        if event in STEPS and _changes(event, given, within):
            if count == moment.step:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ |= {"MYSAY_HOME": str(folder / job.home), "TMPDIR": str(folder), "HOME": str(folder)}
    arguments = job.arguments(folder)
    sys.addaudithook(hook)
    try:
        main(arguments, standalone_mode=False)
    finally:
        os.write(tell, str(count).encode())
        os._exit(0)


def _changes(event: str, given: tuple[object, ...], within: bytes) -> bool:
    name = given[0]
    if not isinstance(name, (str, bytes, os.PathLike)) or not os.fsencode(name).startswith(within):
        return False
    return event != "open" or bool(isinstance(given[2], int) and given[2] & WRITES)


def _row(found: Found) -> str:
    stood = ", ".join(f"{name} {count}" for name, count in sorted(found.stood.items()))
    return f"| {found.job} | {found.cuts} | {stood} | {len(found.wrong)} |"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*JOBS, []], help="which of them; all where none is named")
    for name, usual in (("every", 1), ("random", 40), ("people", 300), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args()


def run() -> int:
    """All that was asked for; 1 where anything was wrong."""
    asked, found = _asked(), []
    print("| what is cut off | times | what stood then | wrong |", "|---|---|---|---|", sep="\n")
    for name in asked.names or JOBS:
        with tempfile.TemporaryDirectory() as place:
            job = JOBS[name](name, asked.people)
            chance = random.Random(asked.seed)  # noqa: S311  # nothing secret
            found.append(tried(job, Path(place), asked.every, asked.random, chance))
            print(_row(found[-1]), *found[-1].wrong, sep="\n", flush=True)
    return int(any(one.wrong for one in found))


if __name__ == "__main__":
    sys.exit(run())
