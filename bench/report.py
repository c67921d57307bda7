"""The table: both sides, their ratio, and what was to be reached."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass

from bench.measure import Samples


@dataclass(frozen=True)
class Row:
    """One figure; `target` bounds the ratio to the stock bot, from above or (throughput) from below."""

    name: str
    label: str
    target: float | None = None
    more_is_better: bool = False


ROWS = (
    Row("train_s", "training, s", 0.25),
    Row("ready_s", "time to ready, s", 0.4),
    Row("memory_mb", "memory of all processes, MB", 0.75),
    Row("p50_ms", "a turn, p50, ms", 0.6),
    Row("p95_ms", "a turn, p95, ms"),
    Row("turns_per_s_at_8", "turns a second, 8 at once", 2.5, more_is_better=True),
    Row("turns_per_s_at_32", "turns a second, 32 at once", more_is_better=True),
    Row("question_2_ms", "question 2, ms"),
    Row("question_20_ms", "question 20, ms"),
    Row("question_60_ms", "question 60, ms"),
)
QUIET_LOAD = 0.5
GROWTH = 1.2
"""Question 60 may take this many times what question 2 takes."""


def table(ours: Samples, stock: Samples) -> str:
    """Markdown, and below it how the figures came about."""
    mine, theirs = ours.figures(), stock.figures()
    lines = ["| | MySay | stock | ratio | to reach | |", "|---|---:|---:|---:|---:|---|"]
    lines += [_line(row, mine, theirs) for row in ROWS]
    growth, their_growth = (side["question_60_ms"] / side["question_2_ms"] for side in (mine, theirs))
    reached = _said(growth <= GROWTH)
    lines.append(f"| question 60 to question 2 | {growth:.2f} | {their_growth:.2f} | | at most {GROWTH} | {reached} |")
    return "\n".join([*lines, "", _how(ours, stock)])


def all_reached(ours: Samples, stock: Samples) -> bool:
    return "MISSED" not in table(ours, stock)


def busy(load: float) -> str:
    """How much else the machine did, which slows what uses both cores more than what uses one."""
    doubt = ": it was busy, so measure again when it is not" if load > QUIET_LOAD else ""
    return f"Load of the machine before the start: {load:.1f} on {os.cpu_count()} cores{doubt}."


def _line(row: Row, mine: Mapping[str, float], theirs: Mapping[str, float]) -> str:
    ratio = mine[row.name] / theirs[row.name]
    target, verdict = "", ""
    if row.target is not None:
        target = f"at {'least' if row.more_is_better else 'most'} {row.target}"
        verdict = _said(ratio >= row.target if row.more_is_better else ratio <= row.target)
    both = f"{_number(mine[row.name])} | {_number(theirs[row.name])}"
    return f"| {row.label} | {both} | {ratio:.2f} | {target} | {verdict} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _said(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def _how(ours: Samples, stock: Samples) -> str:
    return (
        f"The quickest of {len(ours.train)} trainings and of {len(ours.ready)} starts; medians of "
        f"{len(ours.turns)} conversations of {len(ours.turns[0])} questions, question by question in turn, "
        "and for questions 2, 20 and 60 of as many while the other side was left alone, "
        f"on {platform.machine()}, Python {platform.python_version()} for the measuring. Memory is PSS after the work. "
        "MySay keeps each answer on disk before it replies; the stock bot keeps nothing. "
        f"Failed turns: {ours.failures} and {stock.failures}."
    )
