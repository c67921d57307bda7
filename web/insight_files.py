"""Insight to take away: as data for programs, and for a spreadsheet. A withheld number is null, or says that it is."""

from typing import Any

from records.exports.as_csv import sheet
from records.insight_tables import Numbers
from web.insight_words import Block, Picture, Shown

WITHHELD = "withheld"
COLUMNS = ("table", "whose views", "title", "what", "conversations", "of")


def as_data(picture: Picture) -> dict[str, Any]:
    """What the API gives."""
    columns = {"stages": list(picture.stages), "terms": list(picture.terms)}
    return {
        "conversations": picture.people, "least": picture.least, **columns, "by_term": list(picture.columns),
        "tables": [_table(block) for block in picture.blocks],
    }  # fmt: skip


def as_csv(picture: Picture) -> bytes:
    """One row for each line of each table; UTF-8 with a byte order mark, and no cell that runs as a formula."""
    lines = (_cells(picture, block, row) for block in picture.blocks for row in block.rows)
    return b"".join(sheet((*COLUMNS, *picture.stages, *picture.terms), lines))


def _cells(picture: Picture, block: Block, row: Shown) -> tuple[str, ...]:
    numbers = (*_wide(row.stages, len(picture.stages)), *_wide(row.terms, len(picture.terms)))
    of = "" if row.of is None else str(row.of)
    return (block.name, _side(block), block.title, row.label, _text(row.count), of, *numbers)


def _table(block: Block) -> dict[str, Any]:
    return {
        "name": block.name, "kind": block.what.value, "views": _side(block), "title": block.title, "of": block.of,
        "rows": [_row(row) for row in block.rows],
    }  # fmt: skip


def _row(row: Shown) -> dict[str, Any]:
    return {
        "name": row.name, "label": row.label, "count": row.count, "of": row.of, "by_stage": list(row.stages),
        "by_term": list(row.terms),
    }  # fmt: skip


def _side(block: Block) -> str:
    return {None: "all", True: "parents", False: "own"}[block.parent]


def _wide(numbers: Numbers, wide: int) -> tuple[str, ...]:
    """The numbers as text; empty where this table is not told apart like that."""
    return tuple(_text(number) for number in numbers) if numbers else ("",) * wide


def _text(number: int | None) -> str:
    return WITHHELD if number is None else str(number)
