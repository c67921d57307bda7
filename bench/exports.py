"""`python -m bench.exports`: how long a record takes in each format, and how many go into a zip in a second."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import Any

from bot.interview.bank import Bank
from bot.interview.library import load
from bot.interview.recording import labels_of, record_of
from operating.settings import DATA
from records.answer import Answer, Outcome, Share, Whose
from records.conversation import Audience, Conversation, Purpose, State
from records.exports import FORMATS, file_name
from records.exports.archive import made, zipped
from records.exports.labels import Labels
from records.message import Input
from records.record import Record

AT = "2027-05-03T10:15:00.000+00:00"
WORDS = (
    "I like it when people ask me first and wait for what I say my dog helps me a lot when it is loud and my nan "
    "takes me swimming on Saturdays 🐶 because the pool is quiet then"
).split()


@dataclass(frozen=True)
class Goal:
    """What is made, of how many answers, and the milliseconds that half of them may take at most."""

    format: str
    shape: str
    answers: int
    most_ms: float


GOALS = (
    Goal("pdf", "profile", 15, 60), Goal("pdf", "profile", 60, 60), Goal("pdf", "whole", 60, 150),
    Goal("pdf", "easy", 60, 150),
    Goal("docx", "whole", 60, 120), Goal("docx", "section_a", 60, 120), Goal("docx", "profile", 60, 120),
    Goal("fhir", "questionnaire", 60, 50), Goal("fhir", "about_me", 60, 50),
)  # fmt: skip
ZIP_PER_SECOND = 15.0


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; every record that is measured is one that was never made before."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="how often each is made (default 40)")
    parser.add_argument("--zip", type=int, default=1000, help="how many records go into the zip (default 1000)")
    chosen = parser.parse_args(arguments)
    bank, load_before = load(DATA), os.getloadavg()[0]
    print("| what | answers | p50, ms | p95, ms | processor, p50, ms | at most | |\n|---|---:|---:|---:|---:|---:|---|")
    reached = [_timed(bank, goal, chosen.times) for goal in GOALS]
    _beside(bank, chosen.times)
    print("\n| zip of PDFs | files a second | processor, ms each | at least | memory, MB: a fifth, half, all | |")
    print("|---|---:|---:|---:|---|---|")
    reached += [_archived(bank, answers, chosen.zip) for answers in (20, 60)]
    print(f"\n{os.cpu_count()} cores; load before {load_before:.1f}. Warm, each record new.")
    return 0 if all(reached) else 1


def _timed(bank: Bank, goal: Goal, times: int) -> bool:
    render: Callable[[Record, Labels], bytes] = FORMATS[goal.format].shapes[goal.shape]
    samples, worked = [], []
    for record in _records(bank, goal.answers, times + 3):
        labels, begun, busy = labels_of(bank, record), time.perf_counter(), time.process_time()
        render(record, labels)
        samples.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    warm = sorted(samples[3:])
    middle, late, work = statistics.median(warm), warm[int(len(warm) * 0.95)], statistics.median(worked[3:])
    verdict = "reached" if middle <= goal.most_ms else "MISSED"
    told = " | ".join(f"{figure:.0f}" for figure in (goal.answers, middle, late, work, goal.most_ms))
    print(f"| {goal.format}, {goal.shape} | {told} | {verdict} |")
    return middle <= goal.most_ms


def _beside(bank: Bank, times: int) -> None:
    """The same record as a page through WeasyPrint, where that is installed; it makes a PDF without tags."""
    if find_spec("weasyprint") is None:
        print("\nWeasyPrint is not installed, and was not compared.")
        return
    weasyprint: Any = import_module("weasyprint")
    samples, worked = [], []
    for record in _records(bank, 60, times + 3):
        page = FORMATS["html"].render(record, labels_of(bank, record)).decode()
        begun, busy = time.perf_counter(), time.process_time()
        weasyprint.HTML(string=page).write_pdf()
        samples.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    middle, late = statistics.median(samples[3:]), sorted(samples[3:])[int(times * 0.95)]
    told = f"{middle:.0f} | {late:.0f} | {statistics.median(worked[3:]):.0f}"
    print(f"| WeasyPrint {weasyprint.__version__}, the web page as PDF | 60 | {told} | | beside |")


def _archived(bank: Bank, answers: int, count: int) -> bool:
    pdf, memory, size = FORMATS["pdf"], [], 0

    def make(record: Record) -> tuple[str, bytes]:
        return file_name(record, pdf), pdf.render(record, labels_of(bank, record))

    begun, busy = time.perf_counter(), time.process_time()
    for number, piece in enumerate(zipped(made(make, _records(bank, answers, count))), start=1):
        size += len(piece)
        if number in {count // 5, count // 2, count}:
            memory.append(_megabytes())
    speed = count / (time.perf_counter() - begun)
    work = (time.process_time() - busy) / count * 1000
    verdict = "reached" if speed >= ZIP_PER_SECOND and memory[-1] <= memory[0] * 1.1 else "MISSED"
    told = ", ".join(str(found) for found in memory)
    print(f"| {count} of {answers} answers | {speed:.1f} | {work:.0f} | {ZIP_PER_SECOND:.0f} | {told} | {verdict} |")
    return verdict == "reached"


def _records(bank: Bank, answers: int, count: int) -> Iterator[Record]:
    """Records of which no two have the same words; half of the answers are long."""
    chance = Random(f"{answers} {count}")  # noqa: S311 -- the same words on every machine
    talk = Conversation("0", Audience.YOUNG_PERSON, Purpose.ANNUAL_REVIEW, AT, AT, State.FINISHED, called="Sam")
    ids = list(bank.questions)[:answers]
    for number in range(count):
        said = [
            _answer(bank, question_id, " ".join(chance.choices(WORDS, k=chance.choice((8, 40))))) for question_id in ids
        ]
        yield record_of(bank, replace(talk, id=f"{chance.getrandbits(32):08x}-{number}"), said)


def _answer(bank: Bank, question_id: str, words: str) -> Answer:
    wording = next(iter(bank.questions[question_id].variants.values())).ask
    return Answer(
        question_id, 1, Outcome.ANSWERED, wording, Whose.OWN_WORDS, Share.REVIEW, Input.SPOKEN, AT, words, edited=True
    )


def _megabytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- no file, a question to the kernel
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    sys.exit(main())
