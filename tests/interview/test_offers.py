"""A wish that was only offered, what a break ends with, and thanks that do not wear thin."""

import pytest

from bot.interview import keeping
from bot.interview.bank import Bank
from records.conversation import Audience, State
from tests.interview.person import Person


@pytest.fixture
def teenager(bank: Bank) -> Person:
    """Somebody who has answered a question with words that may have been a wish."""
    person = Person.arrives(bank, Audience.YOUNG_TEEN)
    person.picks("important")
    person.says("too hard", offer="simplify")
    return person


@pytest.mark.parametrize("wish", ["simplify", "explain_why", "give_example", "repeat"])
def test_an_offered_wish_is_about_the_question_that_it_was_said_to(teenager: Person, wish: str) -> None:
    """Tapping the button goes back to that question, not to the one that stands there by now."""
    offered = next(shown for shown in teenager.shown if shown.offer)
    assert offered.question_id == "important_most" != teenager.asked.question_id
    teenager.taps(wish, offered.question_id)
    assert teenager.asked.question_id == teenager.situation.conversation.current == "important_most"
    teenager.says("my bike")
    assert teenager.situation.answers["important_most"].words == "my bike"


def test_to_take_an_offered_skip_leaves_the_question_that_stands_there(teenager: Person) -> None:
    """The words that may have been a skip stay, and the next question is not passed over instead."""
    waiting = teenager.asked.question_id
    teenager.taps("skip", "important_most")
    assert teenager.asked.question_id == waiting
    assert teenager.situation.answers["important_most"].words == "too hard"


def test_back_after_a_break_is_no_wish_to_change_an_answer(teenager: Person) -> None:
    """One word that brings somebody back from a break brings them back to where they were."""
    waiting = teenager.asked.question_id
    teenager.wishes("pause")
    decision = teenager.says("back", "change_answer")
    assert (decision.understood_as, teenager.asked.question_id) == ("resume", waiting)
    assert teenager.situation.conversation.state is State.ASKING


def test_thanks_vary_from_answer_to_answer(bank: Bank) -> None:
    """Nobody hears the same thanks twice running."""
    person = Person.arrives(bank, Audience.PARENT)
    person.picks("working")
    thanks = [person.says("quite a few words of my own").parts[0].wording for _ in keeping.THANKS]
    assert sorted(thanks) == sorted(keeping.THANKS)


def test_the_next_topic_is_asked_for_as_the_next(teenager: Person) -> None:
    """Whoever has answered something is not asked what to talk about first."""
    while teenager.asked.question_id != "after_topic":
        teenager.wishes("skip")
    teenager.picks("choose")
    assert teenager.asked.text == teenager.situation.bank.text("choose_topic_again", Audience.YOUNG_TEEN)


def test_the_review_is_told_in_full_once(teenager: Person) -> None:
    """After more was said there, the question is only whether there is anything else."""
    teenager.situation = teenager.situation.moved(current="review")
    teenager.says("I want a cat as well")
    assert teenager.asked.question_id == "review"
    assert teenager.asked.text == teenager.situation.bank.text("anything_else", Audience.YOUNG_TEEN)
