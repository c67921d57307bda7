"""The interview: what is asked next, and what becomes of a reply."""

from dataclasses import replace

import pytest

from bot.interview import agenda
from bot.interview.bank import Bank
from bot.interview.progress import progress
from records.answer import Outcome
from records.conversation import Audience, State, Way
from tests.interview.person import Person, any_reply, is_menu


def child(bank: Bank, **about: object) -> Person:
    """A child of about nine who has chosen to start at the beginning."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY, **about)
    person.picks("any_order")
    return person


@pytest.mark.parametrize("audience", list(Audience))
def test_everyone_hears_first_what_this_is(bank: Bank, audience: Audience) -> None:
    """Before any question: what it is, that it is a computer, who sees, what one may do, and what cannot be secret."""
    person = Person.arrives(bank, audience)
    assert [shown.kind for shown in person.shown] == ["info"] * 5 + ["question"]
    assert person.asked.question_id == "choose_topic"


@pytest.mark.parametrize("audience", list(Audience))
def test_everyone_can_come_to_the_end(bank: Bank, audience: Audience) -> None:
    """Answering whatever is asked leads through at least ten questions to the review, and the review to the end."""
    person = Person.arrives(bank, audience)
    for _ in range(300):
        if person.situation.conversation.state is not State.ASKING:
            break
        any_reply(person)
    assert person.situation.conversation.state is State.FINISHED
    assert len(person.situation.answers) >= 10
    assert progress(person.situation).done == progress(person.situation).total


@pytest.mark.parametrize("state", [State.FINISHED, State.WITHDRAWN])
def test_correcting_an_answer_afterwards_changes_nothing_else(bank: Bank, state: State) -> None:
    """A conversation that was finished stays finished, and one that was taken back stays taken back."""
    person = Person.arrives(bank, Audience.YOUNG_TEEN)
    person.picks("important")
    asked = person.asked.question_id
    person.says("football")
    person.situation = replace(person.situation, conversation=replace(person.situation.conversation, state=state))
    decision = person.says("swimming", question_id=asked)
    assert {"state": State.ASKING, **decision.changes}["state"] is state


def test_a_child_chooses_the_first_topic(bank: Bank) -> None:
    """The topic that was tapped is the one that is asked about."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY)
    person.picks("feelings")
    assert person.asked.topic == "feelings"


def test_a_topic_may_be_named_in_words(bank: Bank) -> None:
    """Typing a topic's name does what tapping it does."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY)
    title = bank.topic("feelings").title(Audience.CHILD_PRIMARY)  # type: ignore[union-attr]
    person.says(title.upper() + "!")
    assert person.asked.topic == "feelings"


def test_words_at_a_menu_are_kept(bank: Bank) -> None:
    """Words that are no choice are kept beside the answers, and the conversation goes on."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY)
    decision = person.says("i like dinosaurs")
    assert decision.outcome is Outcome.ANSWERED
    assert person.situation.answers["choose_topic"].words == "i like dinosaurs"
    assert not is_menu(person)


def test_words_at_the_same_menu_again_do_not_replace_the_first(bank: Bank) -> None:
    """What was said at the review stays when more is said there."""
    person = child(bank)
    person.situation = person.situation.moved(current="review")
    person.says("one more thing")
    person.says("and another")
    assert [person.situation.answers[name].words for name in ("review", "review_2")] == [
        "one more thing",
        "and another",
    ]


def test_an_answer_leads_to_the_next_question(bank: Bank) -> None:
    """The words become the answer to what was asked, and something else is asked, with thanks and without praise."""
    person = child(bank)
    first = person.asked.question_id
    decision = person.says("drawing")
    assert (decision.question_id, decision.outcome) == (first, Outcome.ANSWERED)
    assert person.asked.question_id != first


@pytest.mark.parametrize(
    ("wish", "outcome"),
    [("skip", Outcome.SKIPPED), ("dont_know", Outcome.DONT_KNOW), ("prefer_not_to_say", Outcome.PREFER_NOT_TO_SAY)],
)
def test_a_question_may_be_passed_over(bank: Bank, wish: str, outcome: Outcome) -> None:
    """Skip, don't know and rather not say go on to the next question, and it is noted which it was."""
    person = child(bank)
    first = person.asked.question_id
    assert person.wishes(wish).outcome is outcome
    assert person.asked.question_id != first


def test_a_wish_offered_beside_a_kept_answer(bank: Bank) -> None:
    """Where it might have been a wish, the answer is kept and the wish offered as a button."""
    decision = child(bank).says("can we skip maybe", offer="skip")
    assert decision.outcome is Outcome.ANSWERED
    assert [part.offer for part in decision.parts if part.offer] == ["skip"]


@pytest.mark.parametrize(
    "wish", ["simplify", "explain_why", "give_example", "repeat", "who_sees", "help", "bot_challenge", "thanks"]
)
def test_a_wish_keeps_the_question(bank: Bank, wish: str) -> None:
    """A wish is granted, nothing is answered, and the same question waits."""
    person = child(bank)
    first = person.asked
    decision = person.wishes(wish)
    assert decision.outcome is None
    assert person.asked.question_id == first.question_id
    assert len(person.shown) > 1


def test_simpler_shows_the_easier_wording(bank: Bank) -> None:
    """ "Simpler" puts the same question in its easier words."""
    person = child(bank)
    easier = person.asked.easier
    person.wishes("simplify")
    assert person.asked.text == easier


def test_going_back_changes_the_answer_before(bank: Bank) -> None:
    """ "Change my answer" asks the question before again, and then goes on where we were."""
    person = child(bank)
    first = person.asked.question_id
    person.says("drawing")
    second = person.asked.question_id
    person.wishes("change_answer")
    assert person.asked.question_id == first
    person.says("painting")
    assert person.situation.answers[first].words == "painting"
    assert person.asked.question_id == second


def test_skipping_an_answered_question_leaves_the_answer(bank: Bank) -> None:
    """Having gone back, or in a stale tab, a skip goes on and never hides what was said before."""
    person = child(bank)
    first = person.asked.question_id
    person.says("drawing")
    second = person.asked.question_id
    person.wishes("change_answer")
    assert person.wishes("skip").outcome is None
    assert person.situation.answers[first].words == "drawing"
    assert person.asked.question_id == second


def test_nothing_to_change_at_the_start(bank: Bank) -> None:
    """With no answer yet, going back says so and asks on."""
    person = child(bank)
    first = person.asked.question_id
    person.wishes("change_answer")
    assert person.asked.question_id == first


def test_a_break_and_back(bank: Bank) -> None:
    """A break pauses; going on puts the same question."""
    person = child(bank)
    first = person.asked.question_id
    person.wishes("pause")
    assert person.situation.conversation.state is State.PAUSED
    person.wishes("resume")
    assert person.situation.conversation.state is State.ASKING
    assert person.asked.question_id == first


def test_stop_is_at_once(bank: Bank) -> None:
    """Stop ends it, with what was said kept."""
    person = child(bank)
    person.says("drawing")
    person.wishes("stop")
    assert person.situation.conversation.state is State.STOPPED
    assert len(person.situation.answers) == 1


def test_an_answer_to_an_earlier_question_does_not_move_on(bank: Bank) -> None:
    """An earlier question answered again, from another tab, is kept, and the current one is put once more."""
    person = child(bank)
    first = person.asked.question_id
    person.says("drawing")
    second = person.asked.question_id
    person.says("painting", question_id=first)
    assert person.situation.answers[first].words == "painting"
    assert person.asked.question_id == second


def test_the_short_way_is_short(bank: Bank) -> None:
    """The short way asks only what matters most, without a menu after each topic."""
    person = Person.arrives(bank, Audience.CHILD_PRIMARY, year_group=4)
    person.picks("short_way")
    asked = 0
    while not is_menu(person):
        any_reply(person)
        asked += 1
    assert person.situation.conversation.way is Way.SHORT
    assert asked == 8
    assert person.asked.question_id == "review"


@pytest.mark.parametrize("topic", ["employment", "independence", "community", "health"])
def test_preparing_for_adulthood_from_year_nine(bank: Bank, topic: str) -> None:
    """From Year 9 even the short way asks about each area of preparing for adulthood."""
    older = Person.arrives(bank, Audience.YOUNG_TEEN, year_group=9)
    older.picks("short_way")
    younger = Person.arrives(bank, Audience.YOUNG_TEEN, year_group=7)
    younger.picks("short_way")
    assert topic in {found.id for found in agenda.topics(older.situation)}
    assert topic not in {found.id for found in agenda.topics(younger.situation)}


def test_a_cry_for_help_pauses_the_questions(bank: Bank) -> None:
    """The questions stop, help is offered, nothing is asked about it; then the person chooses what comes next."""
    person = child(bank)
    first = person.asked.question_id
    decision = person.says("he hits me", level="urgent")
    assert decision.understood_as == "concern"
    assert person.asked.kind == "safety"
    assert not any("?" in shown.text for shown in person.shown)
    assert {card.id for card in person.asked.choices} == {"carry_on", "pause", "stop"}
    person.picks("carry_on")
    assert person.asked.question_id not in {first, "safety"}


def test_a_cry_for_help_inside_a_wish(bank: Bank) -> None:
    """A concern in a control phrase comes before the wish, and the question is not counted as skipped."""
    person = child(bank)
    decision = person.says("stop because he hits me", intent="stop", level="urgent")
    assert (decision.understood_as, decision.outcome) == ("concern", None)


def test_a_name_is_never_read_as_a_place(bank: Bank) -> None:
    """A name with braces, markup or emoji is shown as it is."""
    name = "{child} <b>Zoë</b> 🦖"
    person = Person.arrives(bank, Audience.PARENT, called=name)
    person.picks("any_order")
    assert name in person.asked.text


def test_the_map_names_topics_as_the_person_would(bank: Bank) -> None:
    """The names of topics have no holes, with a name and without."""
    for called in (None, "Sam"):
        shown = progress(Person.arrives(bank, Audience.PARENT, called=called).situation)
        assert not [topic.title for topic in shown.topics if "{" in topic.title]


def test_without_a_name_a_parent_hears_your_child(bank: Bank) -> None:
    """No wording is left with a hole in it."""
    person = Person.arrives(bank, Audience.PARENT)
    person.picks("any_order")
    assert "your child" in person.asked.text
    assert "{" not in person.asked.text
