"""Evidence: what a conversation shows of how views were gathered, without a word of what was said."""

import re
from dataclasses import asdict, replace

import pytest

from bot.interview.law import duties, leads_nowhere
from bot.interview.recording import record_of
from operating.settings import DATA
from records.answer import FOLLOW_UP, Outcome
from records.conversation import Audience, Purpose, State
from records.duties import Standing
from records.evidence import Asked, Evidence, Opening, asked_of, sittings
from records.message import Input
from records.responses import Response
from records.signs import SIGNS, judged

AT = "2027-05-03T10:15:00.000+00:00"


@pytest.fixture
def asked(bank, conversation):
    """One conversation with these answers, as evidence."""
    return lambda answers, responses=(): asked_of(
        record_of(bank, conversation, answers), [], {done.question_id: done for done in responses}, ["Easy words"]
    )


def evidence(**about):
    usual = Asked("a", Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, State.FINISHED, AT, AT, 5, None, 1, answered=3)
    return Evidence((replace(usual, **about),))


def standing(sign, found):
    duty = next(duty for duty in duties(DATA) if duty.sign == sign)
    return judged(duty, found).standing


def test_how_somebody_answered_is_counted(asked, answers):
    """Answers that staff see, those that are kept, by which ways, and what was passed over."""
    found = asked(answers)
    assert (found.answered, found.kept) == (5, 1)
    assert dict(found.inputs) == {Input.SPOKEN: 1, Input.PICTURES: 1, Input.TYPED: 3}
    assert [passed.outcome for passed in found.passed] == [Outcome.SKIPPED]
    assert found.adjustments == ("Easy words",)


def test_not_a_word_that_was_said_is_in_it(asked, answers, answer):
    """Not of an answer, and not of a follow-up, which takes the words up in its question."""
    more = answer(f"people{FOLLOW_UP}", words="She bakes", wording="You said “my nan”. Tell me more?")
    text = str(asdict(asked([*answers, more])))
    assert not any(words in text for words in ("nan", "She bakes", "an old answer", "secret den"))
    assert [said.asked for said in asked([answers[0], more]).said] == ["Who matters to you?"] * 2


def test_a_response_stands_beside_its_answer(asked, answers):
    """The others stand as open."""
    found = asked(answers, [Response("people", "Nan comes", None, "Mx Jones", AT)])
    assert [(said.question_id, said.did) for said in found.done] == [("people", "Nan comes")]
    assert len(found.open) == 4


@pytest.mark.parametrize(("times", "many"), [([], 0), (["10:00", "10:29"], 1), (["10:00", "10:30", "12:00"], 3)])
def test_half_an_hour_of_silence_begins_another_sitting(times, many):
    """Whether somebody paused by a button or just went away."""
    assert sittings([f"2027-05-03T{time}:00.000+00:00" for time in times]) == many


@pytest.mark.parametrize(
    ("sign", "about", "expected"),
    [
        ("both_asked", {}, Standing.PARTLY),
        ("both_asked", {"audience": Audience.YOUNG_PERSON}, Standing.SHOWN),
        ("both_asked", {"audience": Audience.PARENT}, Standing.PARTLY),
        ("both_asked", {"answered": 0}, Standing.NOT_YET),
        ("any_asked", {"answered": 0, "kept": 2}, Standing.SHOWN),
        ("taking_part", {"topics": ("my_review",)}, Standing.SHOWN),
        ("taking_part", {}, Standing.NOT_YET),
        ("adulthood", {}, Standing.NOT_HERE),
        ("adulthood", {"year_group": 9}, Standing.NOT_YET),
        ("adulthood", {"year_group": 9, "topics": ("health",)}, Standing.PARTLY),
        ("done", {}, Standing.NOT_YET),
        ("own_choice", {}, Standing.SHOWN),
        ("kept_apart", {}, Standing.SHOWN),
        ("insight", {}, Standing.NOT_HERE),
    ],
)
def test_a_duty_stands_by_what_there_is(sign, about, expected):
    """Nothing that is not there counts, and what counts later or elsewhere says so."""
    assert standing(sign, evidence(**about)) is expected


def test_an_empty_review_shows_nothing():
    """No duty stands as shown where nobody was asked."""
    shown = {judged(duty, Evidence(())).standing for duty in duties(DATA)}
    assert Standing.SHOWN not in shown
    assert Standing.PARTLY not in shown


def test_opening_a_young_person_s_views_is_told():
    """By whom, when and why."""
    found = replace(evidence(), openings=(Opening(AT, "jones", "the tribunal asked"),))
    duty = next(duty for duty in duties(DATA) if duty.sign == "kept_apart")
    told = judged(duty, found).findings[-1]
    assert (dict(told.places), told.at) == ({"name": "jones", "reason": "the tribunal asked"}, AT)


def test_each_duty_has_a_sign_a_part_and_a_test():
    """None of the duties leads nowhere."""
    assert {duty.sign for duty in duties(DATA)} == set(SIGNS)
    assert [str(problem) for problem in leads_nowhere(DATA)] == []


def test_everything_that_can_be_found_has_its_words(wordings):
    """Each standing, and each finding that a sign can make."""
    source = (DATA.parent / "records" / "signs.py").read_text("utf-8")
    names = {*re.findall(r'Finding\(\s*"(\w+)"', source), *(standing.value for standing in Standing)}
    assert "gave_views" in names
    assert [name for name in names if f"record_evidence_{name}" not in wordings] == []
