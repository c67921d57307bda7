"""A school's own pictures, looked at with the rest of the content."""

from collections.abc import Iterator
from pathlib import Path

from accessibility.own_symbols import INDEX, OwnSymbols
from bot.interview.bank import Bank
from bot.interview.content import ContentError, Problem, read


def own_pictures(folder: Path | None, data: Path, bank: Bank) -> Iterator[Problem]:
    """All that is wrong with them: the index, a file, an id that our index does not have."""
    if folder is None:
        return
    index = folder / INDEX
    try:
        read(index, data / "schema" / "symbols.schema.json")
    except ContentError as error:
        yield from error.problems
        return
    own = OwnSymbols.load(folder)
    lines = index.read_text("utf-8").splitlines()
    unknown = [
        (name, "no such id is in data/symbols/index.yml") for name in own.pictures if name not in bank.kit.pictures
    ]
    for name, what in (*own.faults, *unknown):
        line = next((number for number, text in enumerate(lines, 1) if text.strip(" '\"").startswith(name)), 1)
        yield Problem(str(index), line, f"{name}: {what}")
