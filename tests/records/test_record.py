"""What a record holds, and what it never holds."""

from dataclasses import replace

import pytest

from bot.interview.recording import labels_of, record_of
from records.answer import FOLLOW_UP, Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Picked
from records.record import Chosen, Mark
from tests.records.conftest import NAN


def line(record, question_id):
    return next((line for line in record.lines if line.question_id == question_id), None)


def test_words_are_kept_to_the_last_character(record):
    """What was said comes out exactly as it went in, and says whose it is, how it was said and that it was edited."""
    people = line(record, "people")
    assert people.words == NAN
    assert (people.whose, people.input, people.edited) == (Whose.OWN_WORDS, Input.SPOKEN, True)
    assert people.asked == "Who matters to you?"


def test_pictures_carry_the_words_that_stood_on_them(record):
    """Choices, cards and a scale are named in the words that this audience saw."""
    assert line(record, "family").choices == (Chosen("dog", "My dog", "dog"), Chosen("mum", "My mum", "mum"))
    assert line(record, "school_is").scale == Mark(2, 3, "Okay", "okay")
    likes = [(pair.card.label, pair.heap.label) for pair in line(record, "likes").cards]
    assert likes == [("My dog", "Like"), ("My mum", "Don't like")]


@pytest.mark.parametrize("share", [Share.PRIVATE, Share.CHOSEN, Share.PARENTS])
def test_staff_never_see_what_a_person_keeps(bank, conversation, answer, share):
    """An answer that is not for the review or the school is counted, and nothing else of it is there."""
    record = record_of(bank, conversation, [answer("people", words="mine", share=share)])
    assert record.parts == ()
    assert record.kept == 1


def test_a_follow_up_is_kept_with_the_answer_that_it_takes_up(bank, conversation, answer):
    """Its wording quotes what was said before, so staff see neither when the first is kept; the person sees both."""
    said = [
        answer("people", words="my secret den", share=Share.PRIVATE),
        answer(f"people{FOLLOW_UP}", words="it has a rope", wording="You said my secret den. Tell me more."),
    ]
    record = record_of(bank, conversation, said)
    assert (record.parts, record.kept) == ((), 2)
    assert len(list(record_of(bank, conversation, said, own=True).lines)) == 2


def test_a_follow_up_stands_under_the_topic_and_heading_of_its_question(bank, conversation, answer):
    """It goes where the answer goes that it follows."""
    said = [answer("people", words="nan"), answer(f"people{FOLLOW_UP}", words="she sings")]
    (part,) = record_of(bank, conversation, said).parts
    assert [(line.words, line.section) for line in part.lines] == [("nan", "friendships"), ("she sings", "friendships")]


def test_a_kept_question_that_was_skipped_is_not_counted(bank, conversation, answer):
    """Only answers count as kept: a skipped question that is private leaves no trace at all."""
    record = record_of(bank, conversation, [answer("people", outcome=Outcome.SKIPPED, share=Share.PRIVATE)])
    assert (record.parts, record.kept) == ((), 0)


@pytest.mark.parametrize("own", [True, False])
def test_what_is_set_apart_for_safety_is_in_no_record(bank, conversation, answer, own):
    """A safety answer is neither shown nor counted, even in the person's own copy, which somebody else may read."""
    apart = answer("safe", words=None, set_apart=True, share=Share.PRIVATE)
    record = record_of(bank, conversation, [apart], own=own)
    assert (record.parts, record.kept) == ((), 0)


def test_a_person_has_all_of_their_own_answers(bank, conversation, answers):
    """The person's own copy holds the private ones too."""
    record = record_of(bank, conversation, answers, own=True)
    assert line(record, "secret").words == "the secret den"
    assert line(record, "safe") is None


def test_a_question_passed_over_is_an_outcome_without_words(record):
    """Words that only said "skip" are no answer, and a withdrawn answer is not listed."""
    assert [(passed.question_id, passed.outcome, passed.words) for passed in record.passed_over()] == [
        ("hard", Outcome.SKIPPED, None)
    ]
    assert line(record, "took_back") is None


def test_an_answer_outlives_its_question(record):
    """Where the question has left the bank, its line stays, last, with the wording that was kept."""
    assert record.parts[-1].topic == "other"
    assert line(record, "gone_from_bank").words == "an old answer"


def test_a_card_that_left_the_bank_is_named_by_its_id(bank, conversation, answer):
    """A choice that no longer exists still shows, by its id."""
    record = record_of(bank, conversation, [answer("family", picked=Picked(choices=("guinea_pig",)))])
    assert line(record, "family").choices == (Chosen("guinea_pig", "guinea pig"),)


def test_topics_come_in_their_order_with_the_name_filled_in(record):
    """The topic's name is the one the person saw."""
    assert [part.title for part in record.parts] == ["What matters to Sam", "Learning", "Also said"]


def test_section_a_gathers_answers_under_its_headings(record):
    """Answers go under the headings of Section A in its order; what has no heading comes last."""
    assert [(name, len(lines)) for name, lines in record.sections()] == [
        ("important_to_me", 1), ("friendships", 1), ("schooling", 1), (None, 2),
    ]  # fmt: skip


def test_scribed_words_name_the_helper(bank, conversation, answer):
    """Where a supporter typed, the line says who, also when only the conversation knows it."""
    helped = replace(conversation, helper="Mr Ali")
    record = record_of(bank, helped, [answer("people", words="hi", whose=Whose.SCRIBED)])
    assert line(record, "people").helper == "Mr Ali"
    assert "Mr Ali" in labels_of(bank, record).provenance(line(record, "people"))


def test_there_are_words_for_everything_a_record_can_say(bank, record):
    """Every kind of answer, person, purpose and state has its words, for staff and for every person's own copy."""
    for audience in Audience:
        labels = labels_of(bank, replace(record, own=True, audience=audience))
        for kind, values in {
            "whose": Whose, "input": Input, "share": Share, "audience": Audience, "purpose": Purpose, "state": State,
            "outcome": set(Outcome) - {Outcome.WITHDRAWN},
        }.items():  # fmt: skip
            assert all(labels.of(kind, value) for value in values)


def test_own_copies_speak_as_the_person(bank, record):
    """The own copy of a child says "My words", the practitioner's says "In their own words"."""
    assert labels_of(bank, record).of("whose", Whose.OWN_WORDS) == "In their own words"
    assert labels_of(bank, replace(record, own=True)).of("whose", Whose.OWN_WORDS) == "My words"
