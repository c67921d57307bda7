"""What happens at a tablet: odd names, two windows, the way back, a file that is no picture. No word is lost by it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import WIDER
from tests.journeys.test_drawing import to_the_drawing
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]


@pytest.mark.parametrize("called", ["<b>Sam</b><script>alert(1)</script>", "سام 👩‍👩‍👧", "W" * 100, "{child} %s \\n"])
def test_any_name_is_shown_as_it_was_given(running, visit, called):
    """Markup is letters, any script is welcome, and a long name leaves no page."""
    person = visit(running, PHONE)
    person.start("parent", called=called, topic="about_me")
    assert person.page.evaluate(WIDER) <= 0
    person.page.goto(f"{person.base}/talk/{person.id}/copy")
    expect(person.page.locator(".called")).to_have_text(called)
    assert person.page.evaluate(WIDER) <= 0


def test_a_second_window_says_it_to_its_own_question_and_goes_on_with_the_first(running, visit):
    """What was typed there is never taken for an answer to another question; then both stand at the same place."""
    person = visit(running)
    person.start("young_person", topic="important")
    first = person.question
    second = person.page.context.new_page()
    second.goto(f"{person.base}/talk/{person.id}?on=1")
    second.fill("#text", "My brother as well")
    person.say("My sister")
    stands = person.question
    second.click("button[value=words]")
    expect(second.locator("[data-part=question]")).to_have_attribute("data-question", stands)
    assert (person.answer(first).words, person.answer(first).revision) == ("My brother as well", 2)
    assert person.answer(stands) is None


def test_the_way_back_shows_where_the_conversation_is(running, visit):
    """The browser's own button leads to no page that is out of date, and nothing is said twice."""
    person = visit(running)
    page = person.page
    person.start("young_teen", topic="important")
    first = person.question
    person.say("Skating")
    stands = person.question
    page.click("a[href$=review]")
    page.wait_for_url("**/review")
    page.go_back()
    expect(person.asked).to_have_attribute("data-question", stands)
    page.go_back()
    page.go_forward()
    expect(person.asked).to_have_attribute("data-question", stands)
    person.say("My bike")
    assert (person.answer(first).words, person.answer(first).revision) == ("Skating", 1)
    assert person.answer(stands).words == "My bike"


def test_a_file_that_is_no_picture_is_told_and_takes_nothing(running, visit):
    """It is said why; what was typed beside it stays, and goes without it."""
    child = visit(running)
    page = child.page
    to_the_drawing(child)
    question = child.question
    page.fill("#text", "My den")
    page.set_input_files("#picture", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(page.locator("#notice")).to_contain_text(child.words("problem_no_picture"))
    expect(page.locator("#text")).to_have_value("My den")
    child.press("button[value=words]")
    assert child.answer(question).words == "My den"
    assert child.answer(question).picked.drawing is None
