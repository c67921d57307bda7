"""When the engine dies in the middle: no word is lost, and none counts twice."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.engine, pytest.mark.browser]

BACK_MILLISECONDS = 90_000
WORDS = "Please do not lose this"


def test_no_word_is_lost_when_the_engine_dies(own_running, visit):
    """An honest sign, the words still in the box, and one message in the store once the engine answers again."""
    with_scripts(own_running, visit)
    own_running.wait_ready()
    without_scripts(own_running, visit)


def with_scripts(own_running, visit):
    """The page waits and sends again by itself, however often the button was pressed."""
    person = visit(own_running)
    person.start("young_teen", topic="important")
    question = person.question
    person.page.fill("#text", WORDS)
    own_running.kill("engine")
    person.page.locator("button[value=words]").dblclick()
    expect(person.page.locator("#notice")).to_contain_text(person.words("not_sent_yet"))
    expect(person.page.locator("#text")).to_have_value(WORDS)
    expect(person.asked).to_have_attribute("data-question", question)

    expect(person.asked).not_to_have_attribute("data-question", question, timeout=BACK_MILLISECONDS)
    expect(person.page.locator("#notice")).to_be_empty()
    said = [message for message in person.store.messages.of(person.id) if message.said.words == WORDS]
    assert len(said) == 1
    assert person.answer(question).revision == 1


def without_scripts(own_running, visit):
    """The same form comes back and says that it was not sent; sending it again counts once."""
    person = visit(own_running, java_script_enabled=False)
    person.start("young_teen", topic="important")
    question = person.question
    person.page.fill("#text", WORDS)
    own_running.kill("engine")
    person.page.click("button[value=words]")
    expect(person.page.locator("#notice")).to_contain_text(person.words("problem_try_again"))
    expect(person.page.locator("#text")).to_have_value(WORDS)
    own_running.wait_ready()
    person.press("button[value=words]")
    said = [message for message in person.store.messages.of(person.id) if message.said.words == WORDS]
    assert len(said) == 1
    assert person.answer(question).revision == 1


def test_a_lost_network_is_waited_for(running, visit):
    """With no network the words wait in the page; once it is back they go by themselves."""
    person = visit(running)
    person.start("parent", topic="important")
    question = person.question
    person.page.context.set_offline(True)
    person.page.fill("#text", WORDS)
    person.page.click("button[value=words]")
    expect(person.page.locator("#notice")).to_contain_text(person.words("not_sent_yet"))
    person.page.context.set_offline(False)
    expect(person.asked).not_to_have_attribute("data-question", question)
    assert person.answer(question).words == WORDS
    person.faults.clear()  # Chromium notes that there was no network
