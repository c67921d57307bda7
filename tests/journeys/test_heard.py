"""What somebody hears who does not see the page: each new thing once, in order, and nothing that is not new."""

import pytest
from playwright.sync_api import expect

from tests.journeys.listener import Listener

pytestmark = [pytest.mark.engine, pytest.mark.browser]

BUBBLES = """[...document.querySelectorAll('[data-part=said] [data-message]')]
  .map(item => [item.dataset.message, item.querySelector('.as-said')?.textContent ?? ''])"""


@pytest.fixture
def hearing(running, visit):
    """A young person at the first question of a topic, and what they have heard until then."""
    person = visit(running)
    listener = Listener(person.page)
    person.start("young_person", topic="important")
    person.page.wait_for_load_state()  # on a busy machine the topic is chosen before the scripts are there
    listener.heard()
    return person, listener


def test_each_turn_tells_the_thanks_and_then_the_question(hearing):
    """Answers and what was passed over: first what is new, in order, then the question by its focus."""
    person, listener = hearing
    turns = (
        lambda: person.say("My brother"), lambda: person.press(".dock button[value=skip]"),
        lambda: person.say("Playing the drums"), lambda: person.press(".dock button[value=dont_know]"),
    )  # fmt: skip
    for turn in turns:
        old, before = person.heading, dict(person.page.evaluate(BUBBLES))
        listener.heard()
        turn()
        expect(person.page.locator("h1")).to_be_focused()
        new = [text for key, text in person.page.evaluate(BUBBLES) if key not in before]
        heard = [what for what in listener.heard() if what != ("focus", "")]  # on the way to the button
        assert heard == [*(("log", text) for text in new), ("focus", person.heading)]
        assert (listener.focused().role, listener.named("heading").count(person.heading)) == ("heading", 1)
        assert old == person.heading or old not in {node.name for node in listener.tree()}


def test_why_and_easier_words_are_told_and_nothing_is_read_again(hearing):
    """The focus stays on the button, so only what was asked for is heard."""
    person, listener = hearing
    person.page.focus("button[value=explain_why]")
    listener.heard()
    person.page.keyboard.press("Enter")
    expect(person.page.locator(".bubble")).to_contain_text(person.words("why_intro"))
    new = [text for _, text in person.page.evaluate(BUBBLES)]
    assert listener.heard() == [("log", text) for text in new]
    assert listener.focused().role == "button"


def test_what_is_wrong_is_told_once(hearing):
    """An empty answer is said kindly, once, however often it is sent; the focus goes to the box."""
    person, listener = hearing
    for _ in range(2):
        person.page.click("button[value=words]")
    expect(person.page.locator("#text")).to_be_focused()
    told = [what for what in listener.heard() if what[0] != "focus"]
    assert told == [("status", person.words("answer_empty"))]
    assert listener.focused().role == "textbox"


def test_there_is_one_place_that_speaks_and_the_quiet_sign_is_not_it(hearing):
    """One log and one status; "saved" is seen and not heard, since the next question says it."""
    person, listener = hearing
    person.say("My flat")
    live = [(node.role, node.properties["live"]) for node in listener.tree() if node.properties.get("live")]
    assert set(live) <= {("log", "polite"), ("status", "polite")}
    assert sum(role == "log" for role, _ in live) == 1
    assert person.words("saved") not in {node.name for node in listener.tree()}
