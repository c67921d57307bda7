"""Adjusting the page: at the start by trying on, at any time in a window over it, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]

LETTERS = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
GROUND = "getComputedStyle(document.body).backgroundColor"


def test_an_adjustment_is_put_on_at_once_and_nothing_typed_is_lost(running, visit):
    """The window lies over the question; what is chosen counts at once, there and on every other page."""
    person = visit(running)
    page = person.page
    person.start("young_person", topic="important")
    page.fill("#text", "Not sent yet")
    before, ground = page.evaluate(LETTERS), page.evaluate(GROUND)
    page.click("a[data-adjust]")
    page.click("dialog [value='size=2']")
    expect(page.locator("dialog [value='size=2']")).to_be_focused()
    page.click("dialog [data-group=colours] summary")
    page.click("dialog [value='theme=cream']")
    expect(page.locator("html")).to_have_attribute("data-theme", "cream")
    page.keyboard.press("Escape")
    expect(page.locator("a[data-adjust]")).to_be_focused()
    expect(page.locator("#text")).to_have_value("Not sent yet")
    assert page.evaluate(LETTERS) > before * 1.2
    assert page.evaluate(GROUND) != ground
    assert person.store.conversations.find(person.id).adjustments == {"size": 2.0, "theme": "cream"}
    for place in ("", "/review", "/copy", "/erase"):
        page.goto(f"{person.base}/talk/{person.id}{place}")
        expect(page.locator("html")).to_have_attribute("data-size", "2")


def test_a_change_can_be_put_back(running, visit):
    """The last one by one button, and all of them by another."""
    person = visit(running, java_script_enabled=False)
    page = person.page
    person.start("parent")
    page.click("a[data-adjust]")
    page.click("[value='size=3']")
    expect(page.locator("html")).to_have_attribute("data-size", "3")
    page.click("[data-key=was]")
    expect(page.locator("html")).to_have_attribute("data-size", "1")
    page.click("[value='ruler=yes']")
    page.click("[name=do][value=usual]")
    expect(page.locator("html")).to_have_attribute("data-ruler", "no")
    assert person.store.conversations.find(person.id).adjustments == {}
    page.click("a[data-close]")
    expect(person.asked).to_have_attribute("data-question", "choose_topic")


def test_what_is_easier_to_read_is_found_by_trying_it_on(running, visit):
    """A few big samples, one question at a time, offered with the welcome."""
    child = visit(running, PHONE)
    page = child.page
    page.goto(f"{child.base}/?who=child_primary")
    page.click("button.go")
    page.click("a[href$='/try']")
    page.click(".try >> nth=2")
    expect(page.locator("html")).to_have_attribute("data-font", "lexend")
    page.click("main a.go")
    page.click(".try-cream")
    expect(page.locator(".try-cream")).to_have_attribute("aria-pressed", "true")
    kept = child.store.conversations.find(child.id).adjustments
    assert (kept["size"], kept["theme"]) == (1.5, "cream")


def test_adjusting_before_a_conversation_goes_with_it_and_not_to_the_next_person(running, visit):
    """What is chosen on the first page is kept with the conversation; after that the first page is as it was."""
    person = visit(running)
    page = person.page
    page.goto(f"{person.base}/adjust")
    page.click("[value='size=1.5']")
    page.goto(person.base)
    expect(page.locator("html")).to_have_attribute("data-size", "1.5")
    person.start("young_teen")
    assert person.store.conversations.find(person.id).adjustments == {"size": 1.5}
    page.goto(person.base)
    expect(page.locator("html")).to_have_attribute("data-size", "1")


def test_own_colours_count_only_where_they_can_be_read(running, visit):
    """Two that are alike are refused kindly; two that are far apart colour the page."""
    person = visit(running)
    page = person.page
    person.start("young_person")
    page.goto(f"{person.base}/talk/{person.id}/adjust?group=colours")
    page.fill("#own_back", "#eeeeee")
    page.fill("#own_ink", "#cccccc")
    page.click("[value='theme=own']")
    expect(page.locator(".adjust-form .notice")).to_contain_text(person.words("problem_hard_to_read"))
    person.faults.clear()  # Chromium notes the 422
    page.fill("#own_back", "#fff4e0")
    page.fill("#own_ink", "#301040")
    page.click("[value='theme=own']")
    expect(page.locator("html")).to_have_attribute("data-theme", "own")
    page.wait_for_load_state()
    assert page.evaluate(GROUND) == "rgb(255, 244, 224)"


def test_easy_words_count_for_the_question_that_is_shown(running, visit):
    """Whoever asks for easy words gets them now, not only next time."""
    person = visit(running)
    person.start("young_person", topic="important")
    before = person.heading
    person.page.goto(f"{person.base}/talk/{person.id}/adjust?group=pictures")
    person.page.click("[value='easy_words=yes']")
    person.page.goto(f"{person.base}/talk/{person.id}?on=1")
    assert person.heading != before
