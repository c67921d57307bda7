"""`make evaluate`: how well replies are understood and cries for help are heard, on sentences kept apart."""

import argparse
import asyncio
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.crossing import cross_validated
from bot.engine import model, without_tensorflow
from operating.settings import DATA, MODELS, ROOT

OURS = ROOT / "tests" / "understanding"
BLIND = OURS / "blind"
"""Sentences kept apart: our own, and those of writers who had seen neither the rules nor the examples."""
ANSWER, NONE = "answer", "none"


@dataclass(frozen=True)
class Reply:
    """One sentence kept apart, what it is, and what the engine took it for."""

    text: str
    label: str
    group: str
    got: str
    seconds: float


@dataclass(frozen=True)
class Understanding:
    """How well answers and wishes are told apart."""

    replies: int
    accuracy: float
    answers_taken_for_a_wish: float
    wishes_taken_for_an_answer: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Hearing:
    """How well cries for help are heard, and how often everyday talk is taken for one."""

    sentences: int
    recall: float
    false_alarms: float
    recall_by_category: dict[str, float]


def main(arguments: list[str] | None = None) -> int:
    """Evaluate the model of the data as it is now, print the tables and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluate", description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("var/bench/understanding.json"))
    parser.add_argument("--mistakes", action="store_true", help="also print every sentence that was misunderstood")
    parser.add_argument("--folds", type=int, default=5, help="parts of the cross-validation (default 5, 0 for none)")
    chosen = parser.parse_args(arguments)
    wanted = model.path(DATA, MODELS)
    path = wanted if wanted.exists() else model.train(DATA, MODELS)
    kept: dict[str, Any] = {}
    for whose, folder in (("our own", OURS), ("written blind by others", BLIND)):
        replies, cries = asyncio.run(parsed(path, folder))
        understanding, hearing = understood(replies), heard(cries)
        print(f"\n# Sentences kept apart: {whose}\n")
        _print(understanding, hearing, replies)
        if chosen.mistakes:
            _print_mistakes([*replies, *cries])
        kept[whose] = {"understanding": asdict(understanding), "safety": asdict(hearing)}
    folds = cross_validated(chosen.folds) if chosen.folds else []
    if folds:
        print(f"\nLetters and words alone, without sense and gate, {len(folds)} folds: " + _listed(folds))
    kept["cross_validation"] = folds
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    chosen.results.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(f"\nThe figures are in {chosen.results}.")
    return 0


def rows(name: str, folder: Path = OURS) -> list[dict[str, str]]:
    """The sentences of a table kept apart; quotation marks are a part of what people write."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def understood(replies: Sequence[Reply]) -> Understanding:
    """The figures of answers and wishes."""
    answers = [reply for reply in replies if reply.label == ANSWER]
    wishes = [reply for reply in replies if reply.label != ANSWER]
    times = sorted(reply.seconds * 1000 for reply in replies)
    return Understanding(
        replies=len(replies),
        accuracy=_share(reply.got == reply.label for reply in replies),
        answers_taken_for_a_wish=_share(reply.got != ANSWER for reply in answers),
        wishes_taken_for_an_answer=_share(reply.got == ANSWER for reply in wishes),
        p50_ms=times[len(times) // 2],
        p95_ms=times[int(len(times) * 0.95)],
    )


def heard(cries: Sequence[Reply]) -> Hearing:
    """The figures of safety: any level counts as heard."""
    concerns = [cry for cry in cries if cry.label != NONE]
    by_category = defaultdict(list)
    for cry in concerns:
        by_category[cry.group].append(cry.got != NONE)
    return Hearing(
        sentences=len(cries),
        recall=_share(cry.got != NONE for cry in concerns),
        false_alarms=_share(cry.got != NONE for cry in cries if cry.label == NONE),
        recall_by_category={name: _share(found) for name, found in sorted(by_category.items())},
    )


def _share(found: Any) -> float:
    listed = [bool(item) for item in found]
    return round(sum(listed) / len(listed), 4) if listed else 0.0


async def parsed(path: Path, folder: Path = OURS) -> tuple[list[Reply], list[Reply]]:
    """Every sentence of a folder as the real engine with this model takes it."""
    agent = load(path)
    replies = [await _reply(agent, row, row["intent"], row["expects"]) for row in rows("held_out.tsv", folder)]
    cries = [await _reply(agent, row, row["level"], "words") for row in rows("safety_held_out.tsv", folder)]
    return replies, cries


def load(path: Path) -> Any:
    """The engine without its channel, its log without words."""
    without_tensorflow.install()
    from rasa.core.agent import Agent

    from operating.quiet import keep_words_out_of_logs

    keep_words_out_of_logs()
    return Agent.load(str(path))


async def _reply(agent: Any, row: dict[str, str], label: str, expects: str) -> Reply:
    from rasa.core.channels.channel import UserMessage

    started = perf_counter()
    found = await agent.processor.parse_message(UserMessage(row["text"], metadata={"expects": expects}))
    seconds = perf_counter() - started
    got = found["intent"]["name"] if "intent" in row else found["safety"]["level"]
    return Reply(row["text"], label, row.get("category", expects), got, seconds)


def _listed(folds: Sequence[float]) -> str:
    return " ".join(f"{fold:.1%}" for fold in folds)


def _print(understanding: Understanding, hearing: Hearing, replies: Sequence[Reply]) -> None:
    print(f"Answers and wishes, {understanding.replies} replies")
    print(f"  accuracy                    {understanding.accuracy:.1%}")
    print(f"  answers taken for a wish    {understanding.answers_taken_for_a_wish:.1%}")
    print(f"  wishes taken for an answer  {understanding.wishes_taken_for_an_answer:.1%}")
    print(f"  time a reply                p50 {understanding.p50_ms:.1f} ms, p95 {understanding.p95_ms:.1f} ms")
    print(f"\n{confusion(replies)}")
    print(f"\nCries for help, {hearing.sentences} sentences")
    print(f"  recall {hearing.recall:.1%}, false alarms {hearing.false_alarms:.1%}")
    for category, recall in hearing.recall_by_category.items():
        print(f"  {category:<14} {recall:.1%}")


def confusion(replies: Sequence[Reply]) -> str:
    """What each kind of reply was taken for, the commonest first; only what was there."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for reply in replies:
        counted[reply.label][reply.got] += 1
    lines = [
        f"  {label:<18}" + ", ".join(f"{got} {count}" for got, count in counted[label].most_common())
        for label in sorted(counted)
    ]
    return "\n".join(["What each was taken for", *lines])


def _print_mistakes(replies: Sequence[Reply]) -> None:
    print("\nMistakes")
    for reply in replies:
        wrong = (reply.got == NONE) != (reply.label == NONE) if NONE in {reply.got, reply.label} else False
        if wrong or (reply.label not in {NONE, "worry", "urgent"} and reply.got != reply.label):
            print(f"  {reply.label} taken for {reply.got}: {reply.text}")


if __name__ == "__main__":
    sys.exit(main())
