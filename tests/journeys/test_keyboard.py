"""The whole page by keyboard alone, and what a screen reader is told."""

import pytest
from playwright.sync_api import expect

from records.conversation import Audience
from tests.journeys.hands import Keyboard

pytestmark = [pytest.mark.engine, pytest.mark.browser]

HEARD = "[...document.querySelectorAll('#log li')].map(item => item.textContent)"


def test_a_conversation_by_keyboard_alone(running, visit):
    """From the first page to the end of an answer without a pointer, and the focus is always seen."""
    person = visit(running)
    person.audience = Audience.YOUNG_TEEN
    page, hands = person.page, Keyboard(person.page)
    page.goto(person.base)
    hands.take("a[href='/?who=young_teen']")
    page.wait_for_url("**/?who=young_teen")
    hands.reach("#called")
    page.keyboard.type("Ash")
    hands.take("button.go")
    page.wait_for_url("**/talk/*")
    hands.take("a.go")
    page.wait_for_url("**on=1")
    hands.take("#reply button[value=important]")
    expect(page.locator("h1")).to_be_focused()
    hands.reach("#text")
    page.keyboard.type("Skating")
    hands.reach("button[value=words]")
    question = person.question
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(person.asked).not_to_have_attribute("data-question", question)
    expect(page.locator("h1")).to_be_focused()
    assert person.answer(question).words == "Skating"
    assert person.answer(question).revision == 1
    hands.take(".dock button[value=stop]")
    expect(page.locator("h1")).to_have_text(person.words("stopped_heading"))


def test_a_wish_leaves_focus_and_words_where_they_are(running, visit):
    """Asking why, or for simpler words, answers in the log and takes nothing away."""
    person = visit(running)
    page = person.page
    person.start("young_person", topic="important")
    page.fill("#text", "not sent yet")
    heard = page.evaluate(HEARD)
    page.focus("button[value=explain_why]")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_contain_text(person.words("why_intro"))
    told = page.evaluate(HEARD)[len(heard) :]
    assert len(told) == len(set(told)) == 2
    assert told[0] == person.words("why_intro")
    expect(page.locator("button[value=explain_why]")).to_be_focused()
    expect(page.locator("#text")).to_have_value("not sent yet")
