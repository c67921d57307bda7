"""`make bench`: about a quarter of an hour, most of it the training of the stock bot."""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench import measure, report
from bench.measure import Samples
from bench.mysay_under_test import MySay
from bench.program import Program
from bench.stock import Stock
from bench.subject import Subject

AT_ONCE = (8, 32)
SLICES, SLICE_SECONDS = 3, 3.0


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table and keep the samples."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is started and talked with (default 3)")
    parser.add_argument("--trainings", type=int, default=2, help="how often each is trained (default 2)")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a target is missed")
    parser.add_argument("--results", type=Path, default=Path("var/bench/results.json"))
    chosen = parser.parse_args(arguments)
    ours, stock, load = Samples(), Samples(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="mysay-bench-") as folder:
        _measure(_prepared(Path(folder)), (ours, stock), chosen.rounds, chosen.trainings)
    _keep(chosen.results, ours, stock, load)
    print(f"\n{report.table(ours, stock)}\n{report.busy(load)}\nAll samples are in {chosen.results}.")
    return 1 if chosen.strict and not report.all_reached(ours, stock) else 0


def _prepared(folder: Path) -> tuple[Subject, Subject]:
    subjects: tuple[Subject, Subject] = (MySay(), Stock())
    for subject in subjects:
        place = folder / subject.name
        place.mkdir()
        _tell(f"laying out {subject.name}")
        subject.prepare(place)
    return subjects


def _measure(subjects: tuple[Subject, Subject], samples: tuple[Samples, Samples], rounds: int, trainings: int) -> None:
    both = list(zip(subjects, samples, strict=True))
    for round_ in range(trainings):
        for subject, noted in both:
            _tell(f"training {subject.name} ({round_ + 1} of {trainings})")
            measure.train(subject, noted)
    for round_ in range(rounds - 1):
        for subject, noted in both:
            _tell(f"starting {subject.name} ({round_ + 1} of {rounds})")
            measure.start(subject, noted).stop()
    programs: list[Program] = []
    try:
        for subject, noted in both:
            _tell(f"starting {subject.name} ({rounds} of {rounds})")
            programs.append(measure.start(subject, noted))
        _talk(both, rounds)
        measure.weigh(programs, samples)
    finally:
        for program in programs:
            program.stop()


def _talk(both: list[tuple[Subject, Samples]], rounds: int) -> None:
    measure.conversations_in_turn([(subject, Samples()) for subject, _ in both])  # warms both up; not counted
    for round_ in range(rounds):
        which = f"(round {round_ + 1} of {rounds})"
        _tell(f"two conversations of sixty questions with each, in turn {which}")
        for _ in range(2):
            measure.conversations_in_turn(both)
        _tell(f"two conversations of sixty questions with each, alone {which}")
        for _ in range(2):
            measure.conversations_alone(both)
        for many in AT_ONCE:
            _tell(f"{many} conversations at once with each, in turn {which}")
            measure.many_conversations(both, many, SLICES, SLICE_SECONDS)


def _keep(path: Path, ours: Samples, stock: Samples, load: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(), "load_before": load,
        "mysay": {"figures": ours.figures(), "samples": asdict(ours)},
        "stock": {"figures": stock.figures(), "samples": asdict(stock)},
    }  # fmt: skip
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
