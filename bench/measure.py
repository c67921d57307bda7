"""The measurements: each subject in turn, again and again, so that a busy moment does not decide."""

import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.program import Program
from bench.subject import Subject, Talk, TurnFailedError

LAST_QUESTION = 60
NEAR = {2: range(1, 4), 20: range(19, 22), 60: range(58, 61)}
"""The questions that stand for the second, the twentieth and the sixtieth: three each, to even out chance."""


@dataclass
class Samples:
    """Everything measured of one subject; `figures` makes one number of each."""

    train: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    turns: list[list[float]] = field(default_factory=list)  # one list of seconds for each conversation
    alone: list[list[float]] = field(default_factory=list)  # the same, while the other side was left alone
    rates: dict[int, list[float]] = field(default_factory=dict)  # conversations at once -> turns a second
    failures: int = 0

    def figures(self) -> dict[str, float]:
        """Seconds, megabytes, milliseconds and turns a second, as their names say.

        Medians; of trainings and starts the quickest, since a busy machine can only make one of those longer.
        """
        every = sorted(seconds * 1000 for talk in self.turns for seconds in talk)
        figures = {
            "train_s": min(self.train), "ready_s": min(self.ready),
            "memory_mb": statistics.median(self.megabytes), "p50_ms": statistics.median(every),
            "p95_ms": every[int(len(every) * 0.95)], "failed_turns": float(self.failures),
        }  # fmt: skip
        figures |= {f"turns_per_s_at_{many}": statistics.median(rates) for many, rates in self.rates.items()}
        for question, near in NEAR.items():
            figures[f"question_{question}_ms"] = (
                statistics.median(talk[number - 1] for talk in self.alone for number in near) * 1000
            )
        return figures


def train(subject: Subject, samples: Samples) -> None:
    samples.train.append(subject.train())


def start(subject: Subject, samples: Samples) -> Program:
    """Start it and note how long it took to be ready; it goes on running."""
    program, seconds = subject.start()
    samples.ready.append(seconds)
    return program


def conversations_in_turn(both: Sequence[tuple[Subject, Samples]]) -> None:
    """Sixty questions to each, one to the one and one to the other, timed from sending the words to the whole reply.

    Whatever else the machine does meanwhile falls on both. Menus met on the way are followed and not counted: they are
    quicker than an answer.
    """
    talks = [(subject.talk(), noted) for subject, noted in both]
    for _, noted in talks:
        noted.turns.append([])
    for _ in range(LAST_QUESTION):
        for talk, noted in talks:
            noted.turns[-1].append(_one_answer(talk))
    for talk, _ in talks:
        talk.check()


def conversations_alone(both: Sequence[tuple[Subject, Samples]]) -> None:
    """Sixty questions to the one, then to the other, for how a turn grows: each side's own growth, and no other's.

    In turn, a slow reply of the one leaves the other's memory cold, so that its growth would be seen in both.
    """
    for subject, noted in both:
        talk = subject.talk()
        noted.alone.append([_one_answer(talk) for _ in range(LAST_QUESTION)])
        talk.check()


def _one_answer(talk: Talk) -> float:
    while True:
        began = time.perf_counter()
        if talk.turn():
            return time.perf_counter() - began


def many_conversations(both: Sequence[tuple[Subject, Samples]], many: int, slices: int, seconds: float) -> None:
    """That many people who each answer at once, in short slices of one side and the other."""
    crowds = [([subject.talk() for _ in range(many)], noted) for subject, noted in both]
    for _ in range(slices):
        for talks, noted in crowds:
            rate, failures = _talk_all_at_once(talks, seconds)
            noted.rates.setdefault(many, []).append(rate)
            noted.failures += failures
    for talks, _ in crowds:
        for talk in talks:
            talk.check()


def _talk_all_at_once(talks: Sequence[Talk], seconds: float) -> tuple[float, int]:
    """Turns a second with a proper reply, and how many had none."""
    done, failed = [0] * len(talks), [0] * len(talks)
    began = time.monotonic()
    threads = [
        threading.Thread(target=_keep_talking, args=(talk, began + seconds, done, failed, place))
        for place, talk in enumerate(talks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began), sum(failed)


def _keep_talking(talk: Talk, until: float, done: list[int], failed: list[int], place: int) -> None:
    while time.monotonic() < until:
        try:
            talk.turn()
            done[place] += 1
        except (TurnFailedError, OSError):
            failed[place] += 1
            return


def weigh(programs: Sequence[Program], all_samples: Sequence[Samples]) -> None:
    """Memory after the work, when it holds what it holds in use."""
    for program, samples in zip(programs, all_samples, strict=True):
        samples.megabytes.append(program.megabytes())
