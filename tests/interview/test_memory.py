"""Memory: what was said last time is read back with what was done, and nobody is asked what is known."""

from dataclasses import replace

import pytest

from bot.interview.bank import Bank
from bot.interview.decision import where_we_are
from bot.interview.memory import recall
from bot.interview.presenting import present
from bot.interview.situation import Recalled
from records.answer import Answer, Outcome, Share
from records.conversation import Audience, Conversation, Purpose, State, Way
from records.last_time import LastTime
from records.message import Picked, Said
from records.responses import Response
from tests.interview.person import Person, kept

SAID = Recalled("about_good_at", "What are you good at?", "drawing {child} 🦖", "You joined art club.", "3 May 2027")
NOTHING_DONE = Recalled("about_admire", "What do people like?", "I am funny")


def returning(bank: Bank, audience: Audience = Audience.YOUNG_TEEN, **about: object) -> Person:
    """Somebody who was here before, and proved it."""
    return Person.arrives(bank, audience, (SAID, NOTHING_DONE), earlier_id="before", **about)


def answer(question_id: str, words: str | None = None, **changes: object) -> Answer:
    """One answer of last time."""
    said = kept(question_id, Outcome.ANSWERED, Said("1", question_id, words))
    return replace(said, wording=f"{question_id}?", **changes)  # type: ignore[arg-type]


def last_time(*answers: Answer, **done: str) -> LastTime:
    """A conversation that has ended."""
    talk = Conversation("before", Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, "", "", State.FINISHED)
    return LastTime(talk, answers, {name: Response(name, did, None, "Mrs Jones", "") for name, did in done.items()})


@pytest.mark.parametrize("audience", list(Audience))
def test_what_has_changed_is_offered_first(bank: Bank, audience: Audience) -> None:
    """Somebody who comes back sees it as the first choice; somebody new does not see it."""
    assert returning(bank, audience).asked.choices[0].id == "what_changed"
    new = Person.arrives(bank, audience)
    assert "what_changed" not in {card.id for card in new.asked.choices}


@pytest.mark.parametrize("choice", ["what_changed", "any_order", "short_way"])
@pytest.mark.parametrize("audience", list(Audience))
def test_what_was_said_is_read_back_and_then_asked_about(bank: Bank, audience: Audience, choice: str) -> None:
    """Their own words with what was done about each, and then whether it is better, the same or worse."""
    person = returning(bank, audience)
    person.picks(choice)
    intro, first, second, question = person.shown
    assert intro.kind == first.kind == "info"
    for words in ("“What are you good at?”", "“drawing {child} 🦖”", "You joined art club.", "3 May 2027"):
        assert words in first.text
    assert "“I am funny”" in second.text
    assert bank.text("read_back_nothing", audience) in second.text
    assert question.question_id == "better_same_worse"


def test_it_is_read_back_once(bank: Bank) -> None:
    """Coming back to the topic later does not say it again."""
    person = returning(bank)
    person.picks("what_changed")
    person.picks("better")
    person.picks("feelings", question_id="choose_topic")
    person.picks("what_changed", question_id="choose_topic")
    assert [shown.kind for shown in person.shown] == ["question"]


def test_the_short_way_is_still_offered_afterwards(bank: Bank) -> None:
    """Having said what has changed, one may still ask for the questions that matter most alone."""
    person = returning(bank)
    person.picks("what_changed")
    person.picks("better")
    person.situation = person.situation.moved(current="choose_topic")
    assert "short_way" in {card.id for card in present(person.situation, where_we_are(person.situation)).choices}
    person.picks("short_way")
    assert person.situation.conversation.way is Way.SHORT


def test_somebody_else_hears_nothing_of_it(bank: Bank) -> None:
    """Without proof there is no earlier conversation, whatever reference was given."""
    person = Person.arrives(bank, Audience.YOUNG_TEEN, about="R-17")
    person.picks("any_order")
    assert [shown.kind for shown in person.shown] == ["question"]
    assert person.asked.topic != "what_changed"


def test_words_that_were_taken_away_since_are_not_read_back(bank: Bank) -> None:
    """A transcript that is looked at again after they were withdrawn holds none of them."""
    person = returning(bank)
    decision = person.picks("what_changed")
    person.situation = replace(person.situation, recalled=())
    gone = present(person.situation, decision.parts[1])
    assert gone.text == bank.text("read_back_gone", Audience.YOUNG_TEEN)


def test_only_what_was_shared_is_recalled(bank: Bank) -> None:
    """Nothing private, set apart, withdrawn or passed over."""
    before = last_time(
        answer("about_good_at", "drawing"),
        answer("about_admire", "my secret", share=Share.PRIVATE),
        answer("about_proud", None, set_apart=True),
        answer("people", None, outcome=Outcome.WITHDRAWN),
        answer("pets", "skip it", outcome=Outcome.SKIPPED),
    )
    assert [(found.question_id, found.said) for found in recall(bank, before)] == [("about_good_at", "drawing")]


def test_what_was_done_comes_first_and_five_are_enough(bank: Bank) -> None:
    """What somebody did something about, then what matters most, then the rest; no more than five."""
    short = next(q.id for q in bank.questions.values() if Audience.YOUNG_TEEN in q.short and q.topic != "about_me")
    before = last_time(
        *(answer(f"gone_{number}", "words") for number in range(9)),
        answer(short, "mattering"), answer("done", "asked"),
        done="We did it.",
    )  # fmt: skip
    found = recall(bank, before)
    assert [recalled.question_id for recalled in found] == ["done", short, "gone_0", "gone_1", "gone_2"]
    assert found[0].did == "We did it."
    assert found[1].did is None


def test_cards_are_recalled_by_their_words(bank: Bank) -> None:
    """Who chose pictures hears what stood on them."""
    question = bank.questions["better_same_worse"]
    before = last_time(answer(question.id, None, picked=Picked(("better",))))
    better = question.variants[Audience.YOUNG_TEEN].choices[0]
    assert recall(bank, before)[0].said == better.label(Audience.YOUNG_TEEN)


def test_a_very_long_answer_is_read_back_in_part(bank: Bank) -> None:
    """Its beginning, word for word, with a sign that there was more."""
    said = recall(bank, last_time(answer("about_good_at", "word " * 200)))[0].said
    assert said.startswith("word word")
    assert said.endswith(" …")
    assert len(said) <= 402


def test_without_an_earlier_conversation_nothing_is_recalled(bank: Bank) -> None:
    """Most people are here for the first time."""
    assert recall(bank, None) == ()
