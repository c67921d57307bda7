"""A practitioner's own questions: asked last, in their words, in the same way as all others."""

import pytest

from bot.interview.bank import Bank
from bot.interview.progress import progress
from bot.interview.recording import record_of
from records.answer import Outcome
from records.conversation import Audience, State, Way
from tests.interview.person import Person, any_reply

ASKED = ("What do you like at lunch?", "Who would you sit with?")


@pytest.mark.parametrize("audience", list(Audience))
def test_they_are_asked_after_all_others_and_stand_in_the_record(bank: Bank, audience: Audience) -> None:
    """Whoever answers whatever comes is asked them last; the record has a part of its own for them."""
    person = Person.arrives(bank, audience, questions=ASKED)
    for _ in range(300):
        if person.situation.conversation.state is not State.ASKING:
            break
        any_reply(person)
    names = [name for name in person.situation.answers if "__" not in name]
    assert names[-2:] == ["own_1", "own_2"]
    assert len(names) > len(ASKED)
    record = record_of(bank, person.situation.conversation, list(person.situation.answers.values()))
    assert record.parts[-1].topic == "own_questions"
    assert {line.question_id for line in record.parts[-1].lines} >= {"own_1", "own_2"}


def test_they_are_asked_in_the_practitioner_s_words_and_can_be_skipped(bank: Bank) -> None:
    """Whoever wants something easier hears the same words; a reason is given as for any other question."""
    person = Person.arrives(bank, Audience.YOUNG_TEEN, questions=ASKED)
    person.picks("own_questions")
    assert (person.asked.text, person.asked.easier) == (ASKED[0], ASKED[0])
    assert person.asked.why
    person.wishes("skip")
    assert person.situation.answers["own_1"].outcome is Outcome.SKIPPED
    assert person.asked.text == ASKED[1]


def test_the_short_way_has_them_too(bank: Bank) -> None:
    """Somebody wants to know: the questions that matter most, then these."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY, questions=ASKED)
    person.picks("short_way")
    assert person.situation.conversation.way is Way.SHORT
    while person.asked.question_id != "own_1":
        person.wishes("skip")
    assert len(person.situation.answers) == 8


def test_without_them_nothing_is_different(bank: Bank) -> None:
    """The bank is the same one, and so is the number of questions; with two there are two more."""
    plain, more = (Person.arrives(bank, Audience.PARENT, questions=questions) for questions in ((), ASKED))
    assert plain.situation.bank is bank
    assert progress(more.situation).total == progress(plain.situation).total + 2
