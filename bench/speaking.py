"""`python -m bench.speaking`: how fast reading aloud is, how true its times are, and whether it grows."""

import statistics
import sys
import time
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from accessibility.speaking.pool import Pool
from accessibility.speaking.speaker import Speaker
from accessibility.speaking.speech import Speech
from accessibility.speaking.voices import Voices
from operating.settings import DATA

SENTENCE = "When things get too noisy at school it helps me to go somewhere quiet, number {}."
RESTS = "Dogs, 25, “cats”, 😀, toys, 1,234, ‘bread’, go, EHCP."
SPEEDS = (0.5, 1.0, 2.0)
UTTERANCES = 1000
LOUD, STEPS_A_SECOND, REST_STEPS = 500, 500, 10


def main() -> int:
    """Measure and print."""
    voices = Voices.load(DATA / "speaking")
    speaker = Speaker(voices, Pool())
    speaker.say("Warm up.", voices.voices[0])
    fresh = [_milliseconds(speaker, SENTENCE.format(number)) for number in range(100)]
    cached = [_milliseconds(speaker, SENTENCE.format(99)) for _ in range(100)]
    print(f"a sentence of 15 words: p50 {statistics.median(fresh):.1f} ms, the slowest of 100 {max(fresh):.1f} ms")
    print(f"the same again: p50 {statistics.median(cached):.2f} ms")
    said = [speaker.say(RESTS, voice, speed) for voice in voices.voices[:6] for speed in SPEEDS]
    late = sorted(1000 * error for speech in said for error in _late(speech))
    print(f"{len(late)} words: p50 {statistics.median(late):.0f} ms from their sound, at most {late[-1]:.0f} ms")
    _many(speaker, 100)  # both processes have started, and have met every voice
    before = _megabytes(speaker)
    started = time.perf_counter()
    wrong = _many(speaker, UTTERANCES)
    took = time.perf_counter() - started
    print(f"{UTTERANCES} in mixed voices and speeds: {wrong} wrong, {UTTERANCES / took:.0f} a second")
    print(f"voice processes: {before:.0f} MB before, {_megabytes(speaker):.0f} MB after")
    speaker.pool.close()
    return 1 if wrong else 0


def _milliseconds(speaker: Speaker, text: str) -> float:
    started = time.perf_counter()
    speaker.say(text, speaker.voices.voices[0])
    return (time.perf_counter() - started) * 1000


def _late(speech: Speech) -> list[float]:
    samples, step = array("h", speech.audio), speech.sample_rate // STEPS_A_SECOND
    loud = [max(map(abs, samples[at : at + step])) > LOUD for at in range(0, len(samples) - step, step)]
    begins = [
        at * step / speech.sample_rate
        for at in range(len(loud))
        if loud[at] and not any(loud[max(0, at - REST_STEPS) : at])
    ]
    return [min(abs(word.start - begun) for begun in begins) for word in speech.words]


def _many(speaker: Speaker, count: int) -> int:
    voices = speaker.voices.voices
    wishes = [(SENTENCE.format(-n), voices[n % len(voices)], SPEEDS[n % len(SPEEDS)]) for n in range(count)]
    with ThreadPoolExecutor(8) as people:
        heard = list(people.map(lambda wish: speaker.say(*wish), wishes))
    return sum(
        [word.word for word in speech.words] != wish[0].split() for wish, speech in zip(wishes, heard, strict=True)
    )


def _megabytes(speaker: Speaker) -> float:
    """The resident memory of the voice processes, where the system tells it."""
    pages = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in speaker.pool.pids]
    return sum(map(int, pages)) * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
