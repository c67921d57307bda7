"""What helps hands and eyes: switches, holding, slow keys, few choices at a time, a ruler, a lock."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.engine, pytest.mark.browser]

STEP_MILLISECONDS = 500
FRAME = "document.querySelector('.scanned')?.matches(%r) ?? false"


def adjusted(person, audience, topic=None, **adjustments):
    """Somebody in a conversation, with the page as they like it."""
    person.start(audience, topic=topic)
    person.page.request.patch(
        f"{person.base}/api/v1/conversations/{person.id}", data={"adjustments": adjustments},
        headers={"Origin": person.base, "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    person.page.reload()


def switch(page, wanted, key="Space", step=lambda page: page.clock.run_for(STEP_MILLISECONDS)):
    """Wait until the frame is on what is wanted, then press the one switch; it must come within two rounds."""
    for _ in range(80):
        if page.evaluate(FRAME % wanted):
            page.keyboard.press(key)
            return
        step(page)
    raise AssertionError(f"the frame never came to {wanted}")


def test_a_child_answers_by_one_switch_alone(running, visit):
    """A topic, pictures, a break and back: nothing is pressed but one key, whenever the frame is in the right place."""
    child = visit(running)
    page = child.page
    page.clock.install()
    adjusted(child, "child_early", scanning="one", scan_seconds=0.5)
    switch(page, "[data-part=answer]")
    switch(page, "button[value=important]")
    expect(child.asked).not_to_have_attribute("data-question", "choose_topic")
    question = child.question
    switch(page, "[data-part=answer]")
    switch(page, ".tile-pick")
    switch(page, ".tile-pick:not(:has(:checked))")
    switch(page, "button[value=choices]")
    expect(child.asked).not_to_have_attribute("data-question", question)
    assert len(child.answer(question).picked.choices) == 2
    switch(page, ".dock")
    switch(page, "button[value=pause]")
    expect(page.locator("h1")).to_have_text(child.words("paused_heading"))
    switch(page, "#reply .ways")
    switch(page, "button[value=resume]")
    expect(child.asked).not_to_have_attribute("data-question", question)
    switch(page, ".dock")
    switch(page, "button[value=stop]")
    expect(page.locator("h1")).to_have_text(child.words("stopped_heading"))


def test_two_switches_need_no_waiting(running, visit):
    """One moves the frame, the other chooses; nothing moves by itself."""
    person = visit(running)
    adjusted(person, "young_teen", scanning="two")

    def move(page):
        page.keyboard.press("Space")

    switch(person.page, "[data-part=answer]", "Enter", move)
    switch(person.page, "button[value=important]", "Enter", move)
    expect(person.asked).not_to_have_attribute("data-question", "choose_topic")


def test_what_is_in_the_frame_can_be_said(running, visit):
    """For whoever scans by ear: each step says what it is on."""
    person = visit(running)
    person.page.clock.install()
    adjusted(person, "child_early", scanning="one", scan_aloud=True)
    person.page.evaluate("document.addEventListener('scanned', event => (window.heard ??= []).push(event.detail.text))")
    person.page.clock.run_for(9000)
    heard = person.page.evaluate("window.heard")
    assert len(heard) >= 4
    assert all(heard)


def test_a_button_can_need_holding(running, visit):
    """A short touch does nothing; one that is held works."""
    person = visit(running)
    page = person.page
    adjusted(person, "young_person", "important", hold=300)
    stop = page.locator(".dock button[value=stop]").bounding_box()
    page.mouse.move(stop["x"] + 20, stop["y"] + 20)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(300)
    expect(page.locator("h1")).not_to_have_text(person.words("stopped_heading"))
    page.mouse.down()
    page.wait_for_timeout(1500)  # far longer than 300, since a busy machine sees the press late
    page.mouse.up()
    expect(page.locator("h1")).to_have_text(person.words("stopped_heading"))


def test_a_key_can_need_holding(running, visit):
    """A key that is brushed writes nothing; one that is held writes one letter."""
    person = visit(running)
    page = person.page
    adjusted(person, "young_person", "important", slow_keys=300)
    page.focus("#text")
    page.keyboard.press("a")
    page.keyboard.down("b")
    page.wait_for_timeout(1500)  # far longer than 300, since a busy machine sees the press late
    page.keyboard.up("b")
    expect(page.locator("#text")).to_have_value("b")


def test_a_few_choices_at_a_time(running, visit):
    """The others come with one button, and what was picked before still counts."""
    child = visit(running)
    page = child.page
    adjusted(child, "child_early", "important", choices_at_a_time=2)
    question = child.question
    expect(page.locator(".tile-pick:visible")).to_have_count(2)
    page.locator(".tile-pick:visible").first.click()
    page.click(".more")
    expect(page.locator(".tile-pick:visible")).to_have_count(2)
    page.locator(".tile-pick:visible").first.click()
    child.press("button[value=choices]")
    assert len(child.answer(question).picked.choices) == 2


def test_a_ruler_follows_the_reading(running, visit):
    """It lies where the pointer is."""
    person = visit(running)
    adjusted(person, "parent", "important", ruler=True)
    for y in (200, 500):
        person.page.mouse.move(300, y)
        box = person.page.locator(".ruler").bounding_box()
        assert box["y"] < y < box["y"] + box["height"]


def test_a_locked_page_is_left_only_on_purpose(running, visit):
    """A link that leads away does nothing until the lock was held open for three seconds."""
    person = visit(running)
    page = person.page
    adjusted(person, "child_primary", lock=True)
    here = page.url
    expect(page.locator(".lock")).to_be_visible()
    page.evaluate("history.back()")
    page.wait_for_timeout(200)
    assert page.url == here
    lock = page.locator(".lock")
    lock.scroll_into_view_if_needed()
    lock.hover()
    page.mouse.down()
    expect(lock).to_be_hidden(timeout=20_000)
    page.mouse.up()
