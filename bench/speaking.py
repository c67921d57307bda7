"""`python -m bench.speaking`: how fast reading aloud is at the API, how true its times are, and whether it grows."""

import argparse
import os
import statistics
import sys
from array import array
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from accessibility.speaking.speech import Speech
from accessibility.speaking.voices import Voices
from bench.program import Program
from bench.reader import Bare, Reader
from bench.report import busy
from bench.row import HEAD, Row, keep
from bench.served import served
from operating.settings import DATA

SENTENCE = "When things get too noisy at school it helps me to go somewhere quiet, number {}."
RESTS = "Dogs, 25, “cats”, 😀, toys, 1,234, ‘bread’, go, EHCP."
SPEEDS = (0.5, 1.0, 2.0)
TIMES, UTTERANCES, WARM = 100, 1000, 300
"""`WARM`: after so many, what is kept in memory to be read again has reached its bound."""
PEOPLE = 8
LOUD, STEPS_A_SECOND, REST_STEPS = 500, 500, 10
GROWTH_MB, GROWTH_SHARE = 5.0, 0.05
"""What memory may differ by: what is kept to be read again is now these sentences, now those."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.speaking", description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("var/bench/speaking.json"))
    chosen = parser.parse_args(arguments)
    voices, before, rows = Voices.load(DATA / "speaking"), os.getloadavg()[0], []
    print(HEAD, flush=True)
    with served() as (port, program):
        for row in _measured(port, program, voices):
            print(row, flush=True)
            rows.append(row)
    keep(chosen.results, rows, before)
    print(f"\n{busy(before)} All figures are in {chosen.results}.")
    return 1 if any(row.reached is False for row in rows) else 0


def _measured(port: int, program: Program, voices: Voices) -> Iterator[Row]:
    reader = Reader(port)
    yield from _fast(reader, Bare(voices), voices)
    yield from _true(reader, voices)
    people = [Reader(port) for _ in range(PEOPLE)]
    _many(people, voices, WARM)
    weights = _weighed(program)
    wrong = _many(people, voices, UTTERANCES)
    yield Row(f"{UTTERANCES} in mixed voices and speeds, {PEOPLE} at once: wrong ones", wrong, None, "none", wrong == 0)
    for part, was, now in zip(("voice processes", "all processes"), weights, _weighed(program), strict=True):
        level = now - was <= max(GROWTH_MB, GROWTH_SHARE * was)
        yield Row(f"{part} after them, MB (beside: before)", now, was, "no growth", level)


def _weighed(program: Program) -> tuple[float, float]:
    return program.megabytes("voice_process"), program.megabytes()


def _fast(reader: Reader, bare: Bare, voices: Voices) -> Iterator[Row]:
    voice = voices.voices[0]
    reader.reads("Warm up.", voice)
    bare.reads("Warm up.", voice)
    fresh, beside = [], []
    for number in range(TIMES):  # in turn, so that a busy moment falls on both
        fresh.append(1000 * reader.reads(SENTENCE.format(number), voice).took)
        beside.append(1000 * bare.reads(SENTENCE.format(number), voice))
    again = [1000 * reader.reads(SENTENCE.format(TIMES - 1), voice).took for _ in range(TIMES)]
    middle, peer, cached = (statistics.median(took) for took in (fresh, beside, again))
    yield Row("15 words at the API, p50, ms (beside: bare engine)", middle, peer, "at most 60 ms", middle <= 60)
    yield Row("the slowest of 100", max(fresh), max(beside))
    yield Row("the same sentence again, p50, ms", cached, None, "at most 5 ms", cached <= 5)


def _true(reader: Reader, voices: Voices) -> Iterator[Row]:
    said = [reader.reads(RESTS, voice, speed).speech for voice, speed in product(voices.voices[:6], SPEEDS)]
    late = sorted(1000 * error for speech in said for error in _late(speech))
    yield Row(
        f"a word's time from its sound, ms: the worst of {len(late)}", late[-1], None, "at most 50", late[-1] <= 50
    )
    yield Row("the same, p50", statistics.median(late))


def _late(speech: Speech) -> list[float]:
    samples, step = array("h", speech.audio), speech.sample_rate // STEPS_A_SECOND
    loud = [max(map(abs, samples[at : at + step])) > LOUD for at in range(0, len(samples) - step, step)]
    begins = [
        at * step / speech.sample_rate
        for at in range(len(loud))
        if loud[at] and not any(loud[max(0, at - REST_STEPS) : at])
    ]
    return [min(abs(word.start - begun) for begun in begins) for word in speech.words]


def _many(people: Sequence[Reader], voices: Voices, count: int) -> int:
    """How many of so many had other words than asked for, or lasted far longer or shorter than others of their kind."""
    kinds = list(product(voices.voices, SPEEDS))
    wishes = [(SENTENCE.format(count + number), *kinds[number % len(kinds)]) for number in range(count)]
    with ThreadPoolExecutor(len(people)) as crowd:
        shares = [wishes[place :: len(people)] for place in range(len(people))]
        heard = list(crowd.map(lambda who, share: [who.reads(*wish).speech for wish in share], people, shares))
    pairs = [pair for share, speeches in zip(shares, heard, strict=True) for pair in zip(share, speeches, strict=True)]
    lasts = {
        kind: statistics.median(speech.seconds for wish, speech in pairs if wish[1:] == kind)
        for kind in {wish[1:] for wish, _ in pairs}
    }
    return sum(
        [word.word for word in speech.words] != wish[0].split() or not 0.8 < speech.seconds / lasts[wish[1:]] < 1.25
        for wish, speech in pairs
    )


if __name__ == "__main__":
    sys.exit(main())
