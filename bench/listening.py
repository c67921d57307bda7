"""`python -m bench.listening`: what the server hears, how soon and of how many, beside the bare engine, in one run."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.clips import Clip, load
from bench.crowd import chat, together
from bench.no_speech import sounds
from bench.report import busy
from bench.row import HEAD, Row, keep
from bench.served import served
from bench.speaker import Bare, Speaker
from tests.speech import FOLDER, wrong_words

UTTERANCE_SECONDS, TIMES = 9.0, 5
QUIET_SECONDS, NOISE_FASTER = 15.0, 5.0


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table and keep the figures; no words are kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.listening", description=__doc__)
    parser.add_argument("--clips", type=Path, default=FOLDER, help="a folder of WAVs, with transcripts.tsv (id, text)")
    parser.add_argument("--faster", type=float, default=1.0, help="so many times faster than people speak (default 1)")
    parser.add_argument("--results", type=Path, default=Path("var/bench/listening.json"))
    chosen = parser.parse_args(arguments)
    clips, before = load(chosen.clips), os.getloadavg()[0]
    rows: list[Row] = []
    print(HEAD, flush=True)
    with served(MYSAY_LISTENING="moonshine") as (port, _):
        for row in _measured(port, Bare(), clips, chosen.faster):
            print(row, flush=True)
            rows.append(row)
    keep(chosen.results, rows, before, clips=[clip.name for clip in clips])
    print(f"\n{len(clips)} clips. {busy(before)} All figures are in {chosen.results}.")
    return 1 if any(row.reached is False for row in rows) else 0


def _measured(port: int, bare: Bare, clips: Sequence[Clip], faster: float) -> Iterator[Row]:
    speaker = Speaker(port)
    utterance = min(clips, key=lambda clip: abs(clip.seconds - UTTERANCE_SECONDS))
    for ways in (bare.hears, speaker.posts, speaker.says):
        ways(utterance.pcm)  # warms up; not counted
    yield from _words(bare, speaker, clips, faster)
    yield from _soon(bare, speaker, utterance)
    yield from _no_words(bare, speaker)
    yield from _at_once(port, speaker, utterance)


def _words(bare: Bare, speaker: Speaker, clips: Sequence[Clip], faster: float) -> Iterator[Row]:
    wrong = [0, 0, 0]
    for clip in clips:
        heard = (bare.hears(clip.pcm), speaker.posts(clip.pcm), speaker.says(clip.pcm, faster))
        wrong = [sum_ + wrong_words(clip.said, one.text) for sum_, one in zip(wrong, heard, strict=True)]
    every = sum(len(clip.said.split()) for clip in clips)
    peer, *ours = (100 * count / every for count in wrong)
    for way, error in zip(("by POST", f"through the socket, {faster:g} times real time"), ours, strict=True):
        label = f"word error {way}, % of {every} words (beside: bare engine)"
        yield Row(label, error, peer, "at most 1.05 times", error <= 1.05 * peer)


def _soon(bare: Bare, speaker: Speaker, clip: Clip) -> Iterator[Row]:
    ways = {"bare": bare.hears, "socket": speaker.says, "POST": speaker.posts}
    late: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(TIMES):
        for way, hear in ways.items():
            late[way].append(hear(clip.pcm).from_stop_s)
    for way in ("socket", "POST"):
        label = f"stop to final words of {clip.seconds:.1f} s, {way}, s"
        middle, peer = statistics.median(late[way]), statistics.median(late["bare"])
        yield Row(f"{label}: p50 of {TIMES} (beside: bare engine)", middle, peer, "at most 1.0 s", middle <= 1.0)
        yield Row(f"{label}: the slowest", max(late[way]), max(late["bare"]))


def _no_words(bare: Bare, speaker: Speaker) -> Iterator[Row]:
    made = sounds().values()
    posted = sum(bool(speaker.posts(pcm).text) for pcm in made)
    said = [speaker.says(pcm, NOISE_FASTER) for pcm in made]
    invented = sum(bool(one.text) or one.on_the_way for one in said)
    peer = sum(any(map(str.isalnum, bare.hears(pcm).text)) for pcm in made)
    for way, count in (("by POST", posted), ("through the socket, on the way or at the end", invented)):
        label = f"of {len(made)} sounds without speech, heard as words {way} (beside: bare engine)"
        yield Row(label, count, peer, "none", count == 0)


def _at_once(port: int, speaker: Speaker, clip: Clip) -> Iterator[Row]:
    until = time.monotonic() + QUIET_SECONDS
    quiet = statistics.median(chat(port, lambda: time.monotonic() > until))
    alone = [speaker.says(clip.pcm) for _ in range(3)]
    one = statistics.median(spoken.from_start_s for spoken in alone)
    two, typed_two = together(port, 2, clip.pcm)
    five, typed_five = together(port, 5, clip.pcm)
    slower = max(spoken.from_start_s for spoken in two)
    label = f"two at once, start of {clip.seconds:.1f} s to final words, the later, s (beside: one alone)"
    yield Row(label, slower, one, "at most 1.5 times", slower <= 1.5 * one)
    waited = sum(spoken.waited for spoken in five)
    yield Row("five at once: told to wait a moment", waited, None, "1", waited == 1)
    right = max(wrong_words(clip.said, spoken.text) for spoken in alone)
    lost = sum(wrong_words(clip.said, spoken.text) > right for spoken in five)
    yield Row("five at once: heard worse than alone, in the end", lost, None, "none", lost == 0)
    yield Row("five at once: stop to final words, the last, s", max(spoken.from_stop_s for spoken in five))
    for many, typed in (("two", typed_two), ("five", typed_five)):
        middle = statistics.median(typed)
        label = f"a typed turn while {many} speak, p50 of {len(typed)}, ms (beside: quiet)"
        yield Row(label, middle, quiet, "under 2 times", middle < 2 * quiet)


if __name__ == "__main__":
    sys.exit(main())
