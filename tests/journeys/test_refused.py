"""What a device refuses, or a server must: huge photos, no cookies, no storage, fast fingers, guessed codes."""

import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from records.conversation import Audience, Purpose
from tests.journeys.conftest import QUIET, browser_of_this_machine
from tests.journeys.portal import portal_at_work
from tests.journeys.test_drawing import to_the_drawing
from tests.journeys.visitor import PHONE, content

pytestmark = [pytest.mark.engine, pytest.mark.browser]

NO_STORAGE = """for (const kept of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
  Object.defineProperty(window, kept, {get() { throw new DOMException('refused', 'SecurityError'); }});
navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));"""
GUESSES = 50


@pytest.fixture
def huge(tmp_path):
    """A photo of 41 MB."""
    path = tmp_path / "huge.bmp"
    Image.new("RGB", (3700, 3700), "teal").save(path)
    assert path.stat().st_size > 40_000_000
    return path


def test_a_photo_of_40_megabytes_is_made_small_and_sent(running, visit, huge):
    """Only what fits on the paper leaves the tablet, so even that one is an answer."""
    child = visit(running)
    to_the_drawing(child)
    question = child.question
    child.page.set_input_files("#picture", huge)
    child.page.wait_for_selector("[data-draw][data-drawn]")
    child.press("button[value=words]")
    kept = child.store.drawings.find(child.id, child.answer(question).picked.drawing)
    assert len(kept) < 1_000_000


def test_without_scripts_a_photo_of_40_megabytes_is_refused_in_plain_words(running, visit, huge):
    """It cannot be sent as it is: that is said, nothing is kept, and the way back leads to the same question."""
    child = visit(running, java_script_enabled=False)
    to_the_drawing(child)
    question = child.question
    child.page.set_input_files("#picture", huge)
    child.page.click("button[value=words]")
    expect(child.page.locator("main")).to_contain_text(content().text("problem_too_large", Audience.YOUNG_PERSON))
    child.page.go_back()
    assert child.question == question
    assert child.answer(question) is None
    child.faults.clear()  # Chromium notes the 413


def test_a_browser_that_takes_no_cookies_is_told_what_is_wrong(running, chromium, tmp_path):
    """The conversation belongs to whoever has its cookie: without one it is not shown, and what to do is said."""
    settings = tmp_path / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    with chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=browser_of_this_machine(), args=QUIET, headless=True
    ) as context:
        page = context.new_page()
        page.goto(f"{running.base}/?who=young_person")
        page.click("button.go")
        expect(page.locator("h1")).to_have_text(content().text("problem_no_token", Audience.YOUNG_PERSON))
        assert context.cookies() == []


def test_a_browser_that_keeps_nothing_holds_the_whole_conversation(running, visit):
    """Storage of every kind is refused: nothing depends on it, and nothing complains."""
    person = visit(running, PHONE)
    person.page.add_init_script(NO_STORAGE)
    person.start("young_teen", topic="important")
    first = person.question
    person.say("Skating")
    person.page.goto(f"{person.base}/talk/{person.id}/adjust")
    person.page.goto(f"{person.base}/talk/{person.id}?on=1")
    assert person.answer(first).words == "Skating"
    assert person.question != first


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_double_tap_counts_once(running, visit, scripts):
    """Tapping twice skips one question, and says an answer once."""
    person = visit(running, java_script_enabled=scripts)
    person.start("young_person", topic="important")
    first = person.question
    person.page.fill("#text", "My brother")
    person.page.locator("button[value=words]").dblclick(no_wait_after=True)
    expect(person.asked).not_to_have_attribute("data-question", first)
    second = person.question
    assert (person.answer(first).words, person.answer(first).revision) == ("My brother", 1)
    assert person.answer(second) is None
    person.page.reload()
    assert person.question == second


def test_a_name_of_500_letters_is_cut_where_it_is_typed(running, visit):
    """The box takes a hundred; what is sent past the box is refused in plain words and typed again."""
    person = visit(running, PHONE)
    page = person.page
    page.goto(f"{person.base}/?who=parent")
    page.locator("#called").focus()
    page.keyboard.insert_text("W" * 500)
    assert len(page.input_value("#called")) == 100
    page.locator("#called").evaluate("box => { box.removeAttribute('maxlength'); box.value = 'W'.repeat(500); }")
    page.click("button.go")
    expect(page.locator("h1")).to_be_visible()
    assert "/talk/" not in page.url
    person.faults.clear()  # Chromium notes the 422


def test_a_code_guessed_fifty_times_opens_nothing(tmp_path, chromium):
    """After ten wrong codes even the right one waits, and the page says so in plain words."""
    with portal_at_work(tmp_path) as (portal, store):
        code = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).resume_code
        page = chromium.new_context().new_page()
        address = portal.replace("/portal", "/resume")
        tries = [page.request.post(address, form={"code": f"ZZZZ-{number:04}"}).status for number in range(GUESSES)]
        assert tries == [404] * 10 + [429] * (GUESSES - 10)
        page.goto(address)
        page.fill("#code", code)
        page.click("button.go")
        told = content().text("problem_too_many", Audience.YOUNG_PERSON)
        expect(page.locator(".wrong")).to_contain_text(told.split("{")[0])
        assert page.url == address
        page.context.close()
