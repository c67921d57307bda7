"""Withholding: which numbers of a table are not told, so that nobody can be made out in it.

A number under five is withheld, and with it as few others as keep it from being worked out of the sums that are told.
A table is seen as a net: each sum is a knot, each number a thread between the two sums that it is part of. A withheld
number cannot be worked out exactly where it lies on a ring of withheld threads along which one can be put on and taken
off in turn: then another table, with the same numbers told, is as likely. Whoever reads it knows that what is withheld
is not nought, since noughts are told: so no number on the ring may fall below one.
"""

import heapq
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

LEAST = 5
"""The smallest number that is told, besides nought."""
OUTSIDE = "outside"
"""The knot of numbers that are part of one sum only."""
A_SUM = 1_000_000
"""What it costs to withhold a sum: any number within is given up before."""


@dataclass(frozen=True)
class Cell:
    """A number: it adds to what is in the knot `into` and takes from what is in the knot `out_of`.

    What is in a knot never changes: a sum that is told as a cell takes out of its knot what its parts put in.
    """

    value: int
    into: Hashable
    out_of: Hashable = OUTSIDE
    is_sum: bool = False


@dataclass(frozen=True)
class _Step:
    """Along a thread, from knot to knot."""

    cell: int
    to: Hashable
    cost: int


def is_small(value: int) -> bool:
    """Whether a number is too small to be told; nought is not: it speaks of nobody."""
    return 0 < value < LEAST


def withheld(cells: Sequence[Cell], besides: Collection[int] = ()) -> frozenset[int] | None:
    """The places of the cells to withhold: small ones, those that are named `besides`, and what guards them.

    None where even all cells together would give one of them away.
    """
    hidden = {place for place, cell in enumerate(cells) if is_small(cell.value)} | set(besides)
    for place in sorted(hidden):
        ring = _ring(cells, hidden, place)
        if ring is None:
            return None
        hidden |= ring
    return frozenset(hidden)


def parts_told(parts: Sequence[int], wholes: Sequence[int] | None = None) -> tuple[int | None, ...] | None:
    """The parts of a sum that is told, None for each that is withheld; None where none of them can be told safely.

    `wholes` are known numbers of which the parts are a part each: what is left of one must not be small either.
    """
    left = [whole - part for whole, part in zip(wholes, parts, strict=True)] if wholes else []
    besides = [place for place, rest in enumerate(left) if is_small(rest) and parts[place]]
    hidden = withheld([Cell(part, "sum") for part in parts], besides)
    return None if hidden is None else tuple(None if place in hidden else part for place, part in enumerate(parts))


def _ring(cells: Sequence[Cell], hidden: set[int], place: int) -> set[int] | None:
    """The cheapest ring on which a cell can rise or fall by one; what is hidden already costs nothing."""
    steps = _steps(cells, hidden, place)
    found = [way for start, end in _directions(cells[place]) if (way := _cheapest(steps, end, start))]
    return min(found, key=lambda way: way[0])[1] if found else None


def _steps(cells: Sequence[Cell], hidden: set[int], but: int) -> dict[Hashable, list[_Step]]:
    """Where what is too much in a knot can go: out of it as a number falls, or on as one rises."""
    steps: dict[Hashable, list[_Step]] = {}
    for place, cell in enumerate(cells):
        if place == but or cell.value == 0:
            continue
        cost = 0 if place in hidden else cell.value + A_SUM * cell.is_sum
        for start, end in _directions(cell):
            steps.setdefault(start, []).append(_Step(place, end, cost))
    return steps


def _directions(cell: Cell) -> Iterator[tuple[Hashable, Hashable]]:
    """From which knot to which one more goes: as the number rises, and as it falls where it stays above nought."""
    yield cell.out_of, cell.into
    if cell.value > 1:
        yield cell.into, cell.out_of


def _cheapest(steps: dict[Hashable, list[_Step]], start: Hashable, end: Hashable) -> tuple[int, set[int]] | None:
    """What the cheapest way costs and the cells on it, or None where there is none."""
    waiting: list[tuple[int, int, Hashable, frozenset[int]]] = [(0, 0, start, frozenset())]
    done: set[Hashable] = set()
    number = 0
    while waiting:
        cost, _, knot, way = heapq.heappop(waiting)
        if knot == end:
            return cost, set(way)
        if knot in done:
            continue
        done.add(knot)
        for step in steps.get(knot, ()):
            number += 1
            heapq.heappush(waiting, (cost + step.cost, number, step.to, way | {step.cell}))
    return None
