"""Insight as numbers: whatever was said, nothing small is told, and nothing small can be worked out of what is told."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from records.conversation import Audience
from records.insight import insight_of
from records.insight_counts import STAGES, Fact, Group, What
from records.withholding import LEAST

TERMS = ("2025-3", "2026-1", "2026-3")
CARDS = ("dog", "cat", "fish")


@st.composite
def conversations(draw):
    """So many conversations, each with an audience, a stage, a term and the cards that were chosen."""
    one = st.tuples(
        st.sampled_from((Audience.CHILD_PRIMARY, Audience.YOUNG_TEEN, Audience.PARENT)), st.sampled_from(STAGES[:3]),
        st.sampled_from(TERMS), st.frozensets(st.sampled_from(CARDS), max_size=draw(st.sampled_from((1, 3)))),
    )  # fmt: skip
    return draw(st.lists(one, max_size=90))


def tally_of(talks):
    """The count of them, as the store makes it."""
    tally = {}
    for audience, stage, term, cards in talks:
        facts = [Fact(What.AUDIENCE, audience.value), Fact(What.PURPOSE, stage), Fact(What.ASKED, "pets")]
        facts += [Fact(What.ANSWERED, "pets"), Fact(What.PICKED, "pet")] if cards else []
        facts += [Fact(What.CHOICE, "pet", card) for card in cards]
        for fact in facts:
            tally.setdefault(fact, Counter())[Group(audience is Audience.PARENT, stage, term)] += 1
    return tally


def rows(insight):
    return [row for table in insight.tables for row in table.rows]


@settings(max_examples=120, deadline=None)
@given(conversations())
def test_nothing_small_is_told(talks):
    """No number from one to four stands anywhere, nor is what is left of a whole so small."""
    insight = insight_of(tally_of(talks))
    for row in rows(insight):
        told = [number for number in (row.count, row.of, *row.stages, *row.terms) if number is not None]
        assert all(number == 0 or number >= LEAST for number in told)
        if row.count is not None and row.of:
            assert row.of - row.count == 0 or row.of - row.count >= LEAST


@settings(max_examples=120, deadline=None)
@given(conversations())
def test_what_is_told_is_true_and_never_leaves_one_gap(talks):
    """Each number is what was counted; in no row or column of a sum that is told is a single number missing."""
    insight = insight_of(tally_of(talks))
    if insight.people is None:
        assert len(talks) < LEAST
        return
    assert insight.people == len(talks)
    for row in rows(insight):
        for parts in (row.stages, row.terms):
            assert parts.count(None) != 1 or row.count is None
            if row.count is not None and parts and None not in parts:
                assert sum(parts) == row.count
    for table in insight.of(What.AUDIENCE):
        for place, whole in enumerate(insight.columns):
            gaps = [row for row in table.rows if row.terms[place] is None]
            assert len(gaps) != 1 or whole is None
    for table in (*insight.of(What.AUDIENCE), *insight.of(What.PURPOSE)):
        assert [row.count for row in table.rows].count(None) != 1


@settings(max_examples=120, deadline=None)
@given(conversations())
def test_what_everybody_did_is_not_told_in_parts(talks):
    """Its parts are those of everybody: told twice by two rules, the one could give away what the other withholds."""
    sides = {len(talks), *(sum((talk[0] is Audience.PARENT) is parent for talk in talks) for parent in (False, True))}
    for row in rows(insight_of(tally_of(talks))):
        if row.of and row.count in sides:
            assert (row.stages, row.terms) == ((), ())


@settings(max_examples=60, deadline=None)
@given(conversations())
def test_parents_and_children_are_never_in_one_number(talks):
    """What one side chose does not change what is told of the other, except that it may be withheld."""
    both = insight_of(tally_of(talks))
    own = insight_of(tally_of([talk for talk in talks if talk[0] is not Audience.PARENT]))
    of_own = {row.name: row.count for table in own.of(What.CHOICE) for row in table.rows}
    for table in both.of(What.CHOICE):
        for row in table.rows:
            if not table.parent and row.count is not None and own.people is not None:
                assert of_own.get(row.name) in {row.count, None}


def test_terms_long_ago_are_taken_together():
    """The newest six stand by themselves."""
    talks = [
        (Audience.YOUNG_TEEN, "middle", f"{year}-{term}", frozenset({"dog"}))
        for year in range(2022, 2026)
        for term in (1, 2, 3)
        for _ in range(6)
    ]
    insight = insight_of(tally_of(talks))
    assert insight.terms == ("earlier", "2024-1", "2024-2", "2024-3", "2025-1", "2025-2", "2025-3")
    assert insight.columns == (36, 6, 6, 6, 6, 6, 6)
