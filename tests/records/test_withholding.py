"""Small numbers are withheld, and nothing that is withheld can be worked out from what is told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from records.withholding import LEAST, Cell, is_small, parts_told, withheld

NUMBERS = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, 60))


def tables(most=5):
    sizes = st.tuples(st.integers(1, most), st.integers(1, most))
    return sizes.flatmap(lambda size: st.lists(st.lists(NUMBERS, min_size=size[1], max_size=size[1]),
                                               min_size=size[0], max_size=size[0]))  # fmt: skip


def with_sums(values):
    """A table with its row and column sums, of which the grand total is told."""
    inside = [Cell(value, ("row", r), ("column", c)) for r, row in enumerate(values) for c, value in enumerate(row)]
    rows = [Cell(sum(row), "rows", ("row", r), is_sum=True) for r, row in enumerate(values)]
    columns = [
        Cell(sum(column), ("column", c), "columns", is_sum=True) for c, column in enumerate(zip(*values, strict=True))
    ]
    return [*inside, *rows, *columns]


def bounds(cells, hidden):
    """What a reader can work out of each withheld number: the least and the most that it can be.

    The reader solves all equations at once, knowing that what is withheld is at least one; another way than ours.
    """
    places = sorted(hidden)
    knots = sorted({str(knot) for cell in cells for knot in (cell.into, cell.out_of)} - {"outside"})
    left, right = np.zeros((len(knots), len(places))), np.zeros(len(knots))
    for place, cell in enumerate(cells):
        for knot, sign in ((str(cell.into), 1), (str(cell.out_of), -1)):
            if knot == "outside":
                continue
            right[knots.index(knot)] += sign * cell.value
            if place in hidden:
                left[knots.index(knot), places.index(place)] += sign
            else:
                right[knots.index(knot)] -= sign * cell.value
    for number, place in enumerate(places):
        aim = np.zeros(len(places))
        aim[number] = 1
        ends = [linprog(way * aim, A_eq=left, b_eq=right, bounds=(1, 10_000), method="highs") for way in (1, -1)]
        assert all(end.success for end in ends)
        yield place, round(ends[0].fun), round(-ends[1].fun)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_withheld_number_can_be_worked_out_of_rows_and_columns(values):
    """Whatever the table: each withheld number could be another, for a reader who solves all sums at once."""
    cells = with_sums(values)
    hidden = withheld(cells)
    if hidden is None:  # nothing of it is told
        return
    assert {place for place, cell in enumerate(cells) if is_small(cell.value)} <= hidden
    assert not any(cells[place].value == 0 for place in hidden)
    for place, least, most in bounds(cells, hidden):
        assert least <= cells[place].value <= most
        assert least < most


@settings(max_examples=200, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=7))
def test_no_withheld_part_can_be_worked_out_of_a_sum(parts):
    """The same for a list whose sum is told."""
    told = parts_told(parts)
    if told is None:
        assert any(is_small(part) for part in parts)
        return
    assert all(part is None or part == real for part, real in zip(told, parts, strict=True))
    assert not any(part is not None and 0 < part < LEAST for part in told)
    cells = [Cell(part, "sum") for part in parts]
    hidden = {place for place, part in enumerate(told) if part is None}
    assert all(least < most for _, least, most in bounds(cells, hidden))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((12, 30, 0), (12, 30, 0)),
        ((3, 30, 9), (None, 30, None)),
        ((3, 4, 9), (None, None, 9)),
        ((1, 1, 9), (None, None, None)),
        ((0, 4), None),
        ((1, 1, 1, 1, 1), None),
    ],
)
def test_what_is_told_of_a_sum(parts, told):
    """A small part takes the next smallest with it; two ones would be known to be ones, so a third goes too."""
    assert parts_told(parts) == told


def test_as_little_as_needed_is_withheld():
    """One small number in a large table takes three others with it, the smallest that make a ring."""
    values = [[3, 20, 30], [40, 50, 10], [60, 15, 80]]
    cells = with_sums(values)
    hidden = withheld(cells)
    assert hidden is not None
    assert sorted(cells[place].value for place in hidden) == [3, 10, 30, 40]


def test_a_table_with_nothing_small_is_told_whole():
    """Noughts are told: they speak of nobody."""
    assert withheld(with_sums([[0, 7], [5, 0]])) == frozenset()
