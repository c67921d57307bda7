"""The poster: which setting is likely to fit one page. The page itself has the last word, and tightens it if not.

Trying each setting on the page takes ten milliseconds; reckoning takes none, so only the likely one is tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from records.exports.view import Block, Said


@dataclass(frozen=True)
class Way:
    """One setting: the size of the words in points, the longest an answer may be, the most answers under a heading."""

    size: float
    longest: int
    most: int


WAYS = (
    Way(21, 700, 99), Way(19, 700, 99), Way(17, 700, 99), Way(15, 700, 99), Way(13.5, 700, 99), Way(12.5, 400, 99),
    Way(12, 240, 99), Way(11.5, 240, 10), Way(11.5, 240, 8), Way(11.5, 140, 8), Way(11, 140, 7), Way(11, 140, 6),
    Way(11, 140, 5), Way(11, 80, 5), Way(11, 80, 4), Way(10.5, 80, 3), Way(10.5, 80, 2), Way(10, 80, 1),
)  # fmt: skip
"""From roomy to tight."""
SPACE, WIDE, NARROW = 880.0, 497.0, 231.0
"""Points of height for all (as reckoned, which is a quarter too high), and of width within a card, wide or narrow."""
LETTER, LINE = 0.56, 1.22
"""How wide a letter and how high a line is, to the size of the words."""


def likely(blocks: Sequence[Block]) -> int:
    """The first way that should fit, by its place in WAYS."""
    return next((place for place, way in enumerate(WAYS) if _height(blocks, way) <= SPACE), len(WAYS) - 1)


def _height(blocks: Sequence[Block], way: Way) -> float:
    if len(blocks) == 3:
        beside = (_card(block, way, NARROW) for block in blocks[1:])
        return _card(blocks[0], way, WIDE) + 10 + max(beside)
    return sum(_card(block, way, WIDE) + 10 for block in blocks)


def _card(block: Block, way: Way, width: float) -> float:
    title = _lines(block.title, 1.05 * way.size, width - 30) + 14
    return title + 12 + sum(_answer(said, way, width) for said in block.lines[: way.most])


def _answer(said: Said, way: Way, width: float) -> float:
    size, room = way.size, width - 2.5 * way.size - 8
    words = (said.words or "")[: way.longest] + (" " * 26 if len(said.words or "") > way.longest else "")
    tiles = ceil(len(said.tiles) * 8 * size / room) * 2.4 * size
    drawn = 6.4 * size if said.drawing else 0
    told = drawn + _lines(said.asked, 0.68 * size, room) + _lines(said.provenance, max(7.5, 0.52 * size), room)
    return 9 + max(2.5 * size, told + tiles + (_lines(words, size, room) if words else 0) + 0.7 * size)


def _lines(text: str, size: float, room: float) -> float:
    """How high a text is."""
    rows = (max(1, ceil(len(row) * LETTER * size / room)) for row in text.split("\n"))
    return sum(rows) * LINE * size
