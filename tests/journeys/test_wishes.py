"""Wishes in natural words, with the real engine: each gets what it asks for, and nothing that was said is lost."""

import pytest

from bot.interview.presenting import fill
from bot.interview.situation import Situation
from records.conversation import Audience, Conversation, Purpose
from tests.person import Person

pytestmark = pytest.mark.engine

AUDIENCES = [audience.value for audience in Audience]
TOLD = {
    "repeat": ("what was the question again?", "repeat_intro"),
    "simplify": ("can you say that in easier words please", "simplify_intro"),
    "explain_why": ("why do you want to know that?", "why_intro"),
    "give_example": ("what do other people say?", "example_intro"),
    "who_sees": ("who is going to read this?", "who_sees"),
    "help": ("can someone help me please", "help"),
    "bot_challenge": ("are you a real person?", "bot_challenge"),
    "greet": ("hiya", "greet_back"),
    "thanks": ("thank you so much", "thanks_back"),
}
PASSED_OVER = {
    "skip": ("can we do the next one", "skipped", "skipped"),
    "dont_know": ("i dont no sorry", "dont_know", "dont_know_ok"),
    "prefer_not_to_say": ("id rather not say", "prefer_not_to_say", "prefer_not_ok"),
}
ANSWERS = [
    "skipping with my rope",
    "I don't know what I'd do without my nan",
    "stop treating me like a kid",
    "help with maths",
    "next to my friend Ollie",
    "break dancing",
    "yes",
    "no",
]


def wording(bank, name, audience):
    """What this audience reads, where no name was given."""
    conversation = Conversation("", Audience(audience), Purpose.JUST_ME, "", "")
    return fill(Situation(bank, conversation, {}), bank.text(name, Audience(audience)))


def texts(reply):
    return [message["text"] for message in reply.json["messages"]]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_wish_gets_what_it_asks_for_and_the_question_waits(running, bank, audience):
    """Told in the words for this audience, the same question stands, and nothing counts as answered."""
    person = Person.asked(running.base, audience)
    asked = person.view["current"]
    for wish, (words, name) in TOLD.items():
        reply = person.say(words, question_id=asked["question_id"])
        assert (reply.json["understood_as"], words) == (wish, words)
        assert texts(reply)[0] == wording(bank, name, audience)
        assert reply.json["messages"][-1]["question_id"] == person.question == asked["question_id"]
    assert person.answers == {}
    assert [line["text"] for line in person.said[1:]] == [words for words, _ in TOLD.values()]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_was_wished_for_is_really_there(running, audience):
    """The easier wording, the reason and each example are those of this very question."""
    person = Person.asked(running.base, audience)
    asked = person.view["current"]
    assert texts(person.say("make it simpler please"))[-1] == asked["easier"]
    assert asked["why"] in texts(person.say("why are you asking me that"))
    assert " ".join(asked["examples"]) in texts(person.say("can you give me an example"))
    assert texts(person.say("say that again please"))[-1] == asked["text"]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("wish", PASSED_OVER)
def test_a_question_is_passed_over_in_any_words(running, bank, audience, wish):
    """The next question comes, with a kind word, and the record says how it was passed over."""
    words, outcome, name = PASSED_OVER[wish]
    person = Person.asked(running.base, audience)
    asked = person.question
    reply = person.say(words, question_id=asked)
    assert reply.json["understood_as"] == wish
    assert texts(reply)[0] == wording(bank, name, audience)
    assert person.answers[asked]["outcome"] == outcome
    assert person.question != asked


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_break_and_back(running, bank, audience):
    """In a break nothing is asked; whoever comes back is welcomed to the question that waited."""
    person = Person.asked(running.base, audience)
    asked = person.question
    pausing = person.say("can we have a break", question_id=asked)
    assert (pausing.json["understood_as"], pausing.json["state"]) == ("pause", "paused")
    assert texts(pausing) == [wording(bank, "paused", audience)]
    back = person.say("im back now")
    assert (back.json["understood_as"], back.json["state"]) == ("resume", "asking")
    assert texts(back)[0] == wording(bank, "resumed", audience)
    assert person.question == asked
    person.say("brb")
    assert person.say("back").json["state"] == "asking"
    assert person.question == asked


@pytest.mark.parametrize("audience", AUDIENCES)
def test_stop_stops_and_keeps_what_was_said(running, bank, audience):
    """Somebody who stops is asked no more, and can still come back to where they were."""
    person = Person.asked(running.base, audience)
    first = person.question
    person.say("playing outside with my dog and my cousin", question_id=first)
    waiting = person.question
    stopping = person.say("i want to stop now")
    assert (stopping.json["understood_as"], stopping.json["state"]) == ("stop", "stopped")
    assert texts(stopping) == [wording(bank, "stopped", audience)]
    assert person.answers[first]["text"] == "playing outside with my dog and my cousin"
    assert person.call("PATCH", "", {"state": "asking"}).status == 200
    assert person.question == waiting


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_question_before_can_be_answered_anew(running, bank, audience):
    """The new words are a revision of that answer, and the question that waited comes back."""
    person = Person.asked(running.base, audience)
    first = person.question
    assert texts(person.say("can i change my last answer"))[0] == wording(bank, "nothing_to_change", audience)
    person.say("playing outside with my dog and my cousin", question_id=first)
    waiting = person.question
    back = person.say("i want to change my last answer", question_id=waiting)
    assert back.json["understood_as"] == "change_answer"
    assert texts(back)[0] == wording(bank, "change_intro", audience)
    assert person.question == first
    person.say("riding horses with my cousin on sundays", question_id=first)
    assert (person.answers[first]["text"], person.answers[first]["revision"]) == (
        "riding horses with my cousin on sundays",
        2,
    )
    assert person.question == waiting


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_could_be_a_wish_is_kept_and_the_wish_is_a_button(running, bank, audience):
    """The words are the answer; the button brings the same question back in simpler words; the new words count."""
    person = Person.asked(running.base, audience)
    first = person.question
    reply = person.say("too long", question_id=first)
    offered = next(message for message in reply.json["messages"] if "offer" in message)
    assert reply.json["understood_as"] == "answer"
    assert (offered["offer"], offered["question_id"]) == ("simplify", first)
    assert offered["text"] == wording(bank, "offer_simplify", audience)
    assert person.answers[first]["text"] == "too long"
    easier = person.say(choice="simplify", question_id=first)
    assert easier.json["messages"][-1]["question_id"] == person.question == first
    person.say("telling jokes to my little brother", question_id=first)
    assert person.answers[first]["text"] == "telling jokes to my little brother"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_answers_that_hold_command_words_stay_answers(running, audience):
    """Every word of them is kept as the answer to what was asked, and the conversation goes on."""
    person = Person.starts(running.base, audience)
    person.say(question_id="choose_topic", choice="any_order")
    for words in ANSWERS:
        while person.question == "after_topic":
            person.say(question_id="after_topic", choice="carry_on")
        asked = person.question
        assert (person.say(words, question_id=asked).json["understood_as"], words) in {
            ("answer", words),
            ("affirm", words),
            ("deny", words),
        }
        assert person.answers[asked]["text"] == words
        assert person.question != asked


@pytest.mark.browser
def test_the_button_in_the_page_belongs_to_the_question_it_was_said_to(running, visit):
    """Somebody whose words may have been "simpler" taps it, and has that question again, not the next one simpler."""
    visitor = visit(running)
    visitor.start("young_teen", topic="important")
    first = visitor.question
    visitor.say("too long")
    assert visitor.question != first
    visitor.press("button.offer")
    assert visitor.question == first
    visitor.say("my bike and my uncle")
    assert visitor.answer(first).words == "my bike and my uncle"
