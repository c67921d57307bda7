"""Text to paste into a plan: the headings of Section A, and before all that was said, whose words it is."""

from collections.abc import Iterable
from functools import partial

from records.exports.labels import Labels, told
from records.record import Line, Record


def render(record: Record, labels: Labels) -> bytes:
    """The record as plain text in UTF-8."""
    return "\n\n".join(blocks(record, labels)).encode() + b"\n"


def blocks(record: Record, labels: Labels) -> list[str]:
    """The blocks of the text, each of which can be pasted alone."""
    facts = "\n".join(f"{name}: {value}" for name, value in labels.facts(record))
    sections = [block(record, labels.of("section", name), lines, labels) for name, lines in record.sections()]
    return [f"{labels['title']}\n{facts}", *sections, *_passed_over(record, labels), *_kept(record, labels)]


def block(record: Record, heading: str, lines: Iterable[Line], labels: Labels) -> str:
    """One heading and its lines."""
    return "\n\n".join([f"{heading}\n{'-' * len(heading)}", *(line_text(record, line, labels) for line in lines)])


def line_text(record: Record, line: Line, labels: Labels) -> str:
    """What was asked, then whose words follow, then the words between quotation marks exactly as they came."""
    said = [f"“{line.words}”"] if line.words is not None else []
    chosen, drawn = told(line, labels), [labels["drawing_elsewhere"]] if line.drawing else []
    answer = "\n".join([*said, *(["; ".join(chosen)] if chosen else []), *drawn])
    hints = "".join(f"\n({hint})" for hint in labels.hints(record, line))
    return f"{labels['asked']} {line.asked}\n{labels.provenance(line)}: {answer}{hints}"


def _passed_over(record: Record, labels: Labels) -> list[str]:
    heading, outcome, day = labels["passed_over"], partial(labels.of, "outcome"), labels.day
    rows = [f"{line.asked}\n{outcome(line.outcome)}, {day(line.at)}" for line in record.passed_over()]
    return ["\n\n".join([f"{heading}\n{'-' * len(heading)}", *rows])] if rows else []


def _kept(record: Record, labels: Labels) -> list[str]:
    return [labels.count("kept", record.kept)] if record.kept and not record.own else []
