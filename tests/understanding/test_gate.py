"""Answer or wish: what decides, without Rasa."""

import pytest

from bot.understanding.files import read, read_examples
from bot.understanding.gate import Gate, Understood
from bot.understanding.loading import load_gate

SURE = 0.95


@pytest.fixture(scope="module")
def gate() -> Gate:
    """As the engine has it."""
    return load_gate()


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("skip", "skip"),
        ("Um, can I skip this one please?", "skip"),
        ("skiiiip", "skip"),
        ("idk", "dont_know"),
        ("I don't know.", "dont_know"),
        ("dont no", "dont_know"),
        ("I’d rather not say", "prefer_not_to_say"),
        ("Say that again please miss", "repeat"),
        ("wot does that mean", "simplify"),
        ("why do u want to know", "explain_why"),
        ("Can I have an example?", "give_example"),
        ("will you tell my mum", "who_sees"),
        ("go back", "change_answer"),
        ("I need a break", "pause"),
        ("I'm back", "resume"),
        ("no more questions", "stop"),
        ("HELP ME", "help"),
        ("are you a robot", "bot_challenge"),
        ("hiya", "greet"),
        ("thank you!", "thanks"),
        ("🤷", "dont_know"),
    ],
)
def test_a_known_phrase_is_a_wish_however_it_is_padded_or_spelt(gate: Gate, text: str, wish: str) -> None:
    """Please, capitals, apostrophes and stretched letters change nothing."""
    assert gate.decide(text) == Understood(wish, 1.0)


@pytest.mark.parametrize(
    ("text", "tempted"),
    [
        ("skipping with my rope", "skip"),
        ("I don't know what I'd do without my nan", "dont_know"),
        ("stop treating me like a kid", "stop"),
        ("help with maths", "help"),
        ("repeat the year", "repeat"),
        ("next year I go to big school", "skip"),
        ("examples on the board", "give_example"),
    ],
)
def test_an_answer_with_the_words_of_a_wish_in_it_stays_an_answer(gate: Gate, text: str, tempted: str) -> None:
    """Whatever the classifier believes, a word that does not belong to the wish keeps it an answer."""
    assert gate.decide(text, "words", {tempted: SURE, "answer": 1 - SURE}).intent == "answer"


@pytest.mark.parametrize(
    ("text", "wish"), [("yes", "affirm"), ("nah", "deny"), ("👍", "affirm"), ("no thank you", "deny")]
)
def test_yes_and_no_count_only_where_they_are_expected(gate: Gate, text: str, wish: str) -> None:
    """To an open question, yes is an answer like any other."""
    assert gate.decide(text, "yes_no").intent == wish
    assert gate.decide(text, "nav").intent == wish
    assert gate.decide(text, "words", {wish: SURE}).intent == "answer"
    assert gate.decide(text, "choice", {wish: SURE}).intent == "answer"


def test_what_may_be_either_is_kept_as_the_answer_and_the_wish_is_offered(gate: Gate) -> None:
    """So nothing is lost: "a break" may be what helps, or what is wanted now."""
    assert gate.decide("a break") == Understood("answer", 0.5, "pause")
    assert gate.decide("can we skip maths", "words", {"skip": 0.9, "answer": 0.1}).offer == "skip"


def test_between_topics_next_means_carry_on(gate: Gate) -> None:
    """There is no question to pass over there."""
    assert gate.decide("next", "nav").intent == "resume"
    assert gate.decide("I don't know", "nav").intent == "answer"


def test_a_correction_is_never_a_wish(gate: Gate) -> None:
    """Who puts right an answer may well write "stop" or "no"."""
    assert gate.decide("stop", "answer") == Understood("answer", 1.0)


def test_a_new_way_to_say_a_wish_needs_a_sure_classifier(gate: Gate) -> None:
    """All its words belong to the wish, and the classifier decides."""
    text = "could you please ask me that question one more time"
    assert gate.decide(text, "words", {"repeat": 0.9, "answer": 0.1}).intent == "repeat"
    assert gate.decide(text, "words", {"repeat": 0.4, "answer": 0.6}).intent == "answer"


def test_a_plea_that_no_one_wish_explains_stays_an_answer(gate: Gate) -> None:
    """ "Please do not lose this" sounds like a wish, but like none above all: the words are kept as the answer."""
    undecided = {"stop": 0.44, "who_sees": 0.3, "pause": 0.25, "answer": 0.01}
    assert gate.decide("please do not lose this", "words", undecided).intent == "answer"


def test_a_reply_half_of_whose_words_are_strange_to_a_wish_stays_an_answer(gate: Gate) -> None:
    """Somebody who quotes a greeting has answered, however sure the classifier is."""
    assert gate.decide("“Hi” it’s 25. Yes!", "words", {"greet": SURE}).intent == "answer"


def test_a_long_reply_is_an_answer(gate: Gate) -> None:
    """Nobody needs a paragraph to ask for the next question."""
    assert gate.decide("please " * 20 + "skip this question", "words", {"skip": SURE}).intent in {"answer", "skip"}
    assert gate.decide("skip " + "and skip " * 20, "words", {"skip": SURE}).intent == "answer"


def test_every_wish_of_the_contract_has_sixty_examples_and_there_are_six_hundred_answers() -> None:
    """The classifier learns each wish in natural variety."""
    examples = read_examples()
    assert {name for name in examples if name != "answer"} == set(read("wishes")["wishes"])
    assert all(len(set(lines)) >= 60 for lines in examples.values())
    assert len(set(examples["answer"])) >= 600


@pytest.mark.parametrize("text", ["", "   ", "...", "🐶🐶", "\u202eabc", "a" * 1000, "\x00", "ﷺ", "I̷̛ ̵l̶i̷k̸e̵"])
def test_any_text_is_taken_without_fault(gate: Gate, text: str) -> None:
    """Pictures, other scripts and odd signs are answers."""
    assert gate.decide(text).intent == "answer"
