"""A person's record and a parent's beside each other: what differs, and what stays apart."""

from dataclasses import replace

import pytest

from bot.interview.recording import record_of
from records.answer import Outcome, Share
from records.comparison import allows, compare, for_everyone, kept_apart
from records.conversation import Audience
from records.exports import as_together
from records.message import Picked
from records.pair import Moved, Picks, Places, Told
from tests.records.reading import pdf_text

ORDER = ["important", "learning"]


@pytest.fixture
def beside(bank, conversation):
    """Compares what a child answered with what a parent did."""

    def beside(own, parent):
        theirs = replace(conversation, audience=Audience.PARENT, id="p")
        return compare(record_of(bank, conversation, own), record_of(bank, theirs, parent), ORDER)

    return beside


@pytest.fixture
def pair(beside, answer):
    """The two answers to one question beside each other."""
    return lambda question_id, own, parent: (
        beside([answer(question_id, **own)], [answer(question_id, **parent)]).topics[0].pairs[0]
    )


def test_every_line_stands_once_on_the_side_of_its_owner(beside, answers, answer):
    """Both records are in it whole, line by line; no line has changed sides or words."""
    both = beside(answers, [answer("people", words="His gran"), answer("hard", words="Reading")])
    pairs = [pair for topic in both.topics for pair in topic.pairs]
    assert [pair.own for pair in pairs if pair.own] == list(both.own.lines)
    assert {pair.parent for pair in pairs if pair.parent} == set(both.parent.lines)
    assert all(
        line is None or line.question_id == pair.question_id for pair in pairs for line in (pair.own, pair.parent)
    )


def test_a_day_stays_in_its_order_beside_a_name_in_arabic(bank, conversation, labels):
    """On paper too, where the name is set from right to left."""
    sides = (replace(conversation, called="ليلى"), replace(conversation, audience=Audience.PARENT, id="p"))
    both = compare(*(record_of(bank, side, []) for side in sides), ORDER)
    assert pdf_text(as_together.render(both, str, labels)).count("3 May 2027:") == 2


def test_topics_come_in_the_order_of_the_content(beside, answer):
    """Also where one of the two was not asked about the first."""
    both = beside([answer("hard", words="Sums")], [answer("people", words="His gran"), answer("gone", words="Old")])
    assert [topic.topic for topic in both.topics] == ["important", "learning", "other"]
    assert (both.topics[0].own_title, both.topics[1].parent_title) == (None, None)


@pytest.mark.parametrize(
    ("own", "parent", "told"),
    [
        ({"words": "a"}, {"words": "b"}, Told.BOTH),
        ({"words": "a"}, {"outcome": Outcome.SKIPPED}, Told.ONLY_OWN),
        ({"outcome": Outcome.DONT_KNOW}, {"words": "b"}, Told.ONLY_PARENT),
        ({"words": "a", "share": Share.PRIVATE}, {"words": "b"}, Told.ONLY_PARENT),
        ({"outcome": Outcome.SKIPPED}, {"outcome": Outcome.PREFER_NOT_TO_SAY}, Told.NEITHER),
    ],
)
def test_who_answered_is_told_as_far_as_it_may_be_seen(pair, own, parent, told):
    """An answer that somebody keeps looks like one that was never given."""
    assert pair("people", own, parent).told is told


def test_choices_are_compared_in_words(pair):
    """What both chose, and what only one did."""
    chosen = pair("family", {"picked": Picked(choices=("dog", "mum"))}, {"picked": Picked(choices=("dog",))})
    assert chosen.picks == Picks(("My dog",), ("My mum",), ())


@pytest.mark.parametrize(("place", "places"), [(2, Places.SAME), (3, Places.DIFFERENT)])
def test_places_on_a_scale_are_compared(pair, place, places):
    """The same one or another."""
    assert pair("school_is", {"picked": Picked(scale=2)}, {"picked": Picked(scale=place)}).places is places


def test_cards_in_other_heaps_are_named(pair):
    """Only those that both sorted."""
    own = {"picked": Picked(cards={"dog": "like", "mum": "like"})}
    assert pair("likes", own, {"picked": Picked(cards={"dog": "dislike"})}).moved == (
        Moved("My dog", "Like", "Don't like"),
    )


def test_words_beside_pictures_are_not_compared(pair):
    """They are told to be of different kinds, and nothing else."""
    mixed = pair("family", {"picked": Picked(choices=("dog",))}, {"words": "The dog"})
    assert mixed.other_ways
    assert (mixed.picks, mixed.places, mixed.moved) == (None, None, None)
    assert not pair("people", {"words": "a"}, {"words": "b"}).other_ways


@pytest.mark.parametrize(
    ("audience", "year", "parent_year", "apart"),
    [
        (Audience.CHILD_PRIMARY, 5, 5, False),
        (Audience.YOUNG_TEEN, 11, None, False),
        (Audience.YOUNG_TEEN, 12, None, True),
        (Audience.CHILD_PRIMARY, None, 13, True),
        (Audience.YOUNG_PERSON, None, None, True),
    ],
)
def test_who_is_past_school_age_is_kept_apart(record, audience, year, parent_year, apart):
    """By the year group that either conversation gives, or by how they are spoken with."""
    own = replace(record, audience=audience, year_group=year)
    assert kept_apart(own, replace(record, audience=Audience.PARENT, year_group=parent_year)) is apart


def test_what_is_for_everyone_leaves_the_rest_out_and_counts_it(record):
    """An answer for school alone is not for everyone; whoever lets everyone see nothing allows nothing."""
    seen = for_everyone(record)
    assert {line.share for line in seen.lines} == {Share.REVIEW}
    assert seen.kept == record.kept + 1
    assert allows(record)
    lines = tuple(replace(line, share=Share.SCHOOL) for line in record.lines)
    school = (replace(record.parts[0], lines=lines),)
    assert not allows(replace(record, parts=school))
