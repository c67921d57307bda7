"""CSV for spreadsheets: one row a question, UTF-8 with a byte order mark, and no cell that runs as a formula.

A cell that a spreadsheet might run, or that starts with an apostrophe, gets one apostrophe in front. To have the exact
words back, take one apostrophe off each cell that starts with one: `as_said` does.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from records.exports.labels import Labels, told
from records.record import Line, Part, Record

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
COLUMNS = (
    "record", "about", "topic", "heading", "question", "asked", "outcome", "words", "chosen", "whose", "helper",
    "input", "date", "edited", "share", "hints", "adjusted", "seal",
)  # fmt: skip


def render(record: Record, labels: Labels) -> bytes:
    """The record as CSV; column names are for people, in the order of COLUMNS."""
    lines = (_cells(record, part, line, labels) for part in record.parts for line in part.lines)
    return b"".join(sheet([labels.of("column", name) for name in COLUMNS], lines))


def sheet(columns: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """A file for a spreadsheet, piece by piece: UTF-8 with a byte order mark, and no cell that runs as a formula."""
    yield "\ufeff".encode() + _row(columns)
    for cells in lines:
        yield _row(map(defused, cells))


def _row(cells: Iterable[str]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return file.getvalue().encode()


def defused(cell: str) -> str:
    """The cell, made safe to open in a spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def as_said(cell: str) -> str:
    """The cell as it was before it was made safe."""
    return cell.removeprefix("'")


def _cells(record: Record, part: Part, line: Line, labels: Labels) -> tuple[str, ...]:
    return (
        record.id, record.about or "", part.title, labels.of("section", line.section) if line.section else "",
        line.question_id, line.asked, labels.of("outcome", line.outcome), line.words or "",
        "; ".join(_chosen(line, labels)), labels.of("whose", line.whose), line.helper or "",
        labels.of("input", line.input), line.at, labels["yes"] if line.edited else labels["no"],
        labels.of("share", line.share), "; ".join(labels.hints(record, line)),
        "; ".join(labels.adjusted(found) for found in record.adjustments), record.seal,
    )  # fmt: skip


def _chosen(line: Line, labels: Labels) -> tuple[str, ...]:
    return (*told(line, labels), *([labels["drawing_elsewhere"]] if line.drawing else ()))
