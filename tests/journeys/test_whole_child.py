"""A little child's whole conversation, from the first page to the end, without reading or writing a word."""

import pytest
from playwright.sync_api import expect

from records.answer import Outcome, Whose
from records.conversation import Audience, State
from tests.journeys.hands import SCAN_SECONDS, Keyboard, Switch, Touch

pytestmark = [pytest.mark.engine, pytest.mark.browser]

PICTURE = "#reply :is(.tile-pick input, .sorting-heaps button)"
SEND = "#reply button[name=way]:not([value=words]):not([value=enter])"
FEWEST_QUESTIONS, MOST_QUESTIONS = 6, 12


def touching(visit, running):
    child = visit(running, has_touch=True)
    return Touch(child.page), little(child)


def typing(visit, running):
    child = visit(running)
    return Keyboard(child.page), little(child)


def switching(visit, running):
    """The page was set up for the switch before the child came."""
    child = visit(running)
    page = child.page
    page.clock.install()
    for setting in ("scanning=one", f"scan_seconds={SCAN_SECONDS}"):
        page.goto(f"{running.base}/adjust?group=touching")
        page.click(f"button[value='{setting}']")
        page.wait_for_url("**was=*")
    return Switch(page), little(child)


def little(child):
    child.audience = Audience.CHILD_EARLY
    return child


@pytest.mark.parametrize("come", [touching, typing, switching])
def test_a_whole_conversation_with_one_kind_of_hands(running, visit, come):
    """Who am I, begin, just a few questions, each answered with a picture, looked over, finished."""
    hands, child = come(visit, running)
    page = child.page
    page.goto(running.base)
    hands.take("a[href='/?who=child_early']")
    page.wait_for_url("**/?who=child_early")
    hands.take("form button.go")
    page.wait_for_url("**/talk/*")
    hands.take("#reply a.go")
    expect(child.asked).to_have_attribute("data-question", "choose_topic")
    press(hands, child, "#reply button[value=short_way]")
    answered = []
    while child.question != "review" and len(answered) < MOST_QUESTIONS:
        answered.append(child.question)
        answer(hands, child)
    press(hands, child, "#reply button[value=finish]")
    expect(page.locator("h1")).to_have_text(child.words("finished_heading"))
    said = [child.answer(question) for question in answered]
    assert len(said) >= FEWEST_QUESTIONS
    assert {(found.outcome, found.whose, found.words) for found in said} == {
        (Outcome.ANSWERED, Whose.CHOSEN_PICTURES, None)
    }
    assert child.store.conversations.find(child.id).state is State.FINISHED


def answer(hands, child):
    """With the first picture, whichever way the question is answered."""
    if not child.page.locator(SEND).count():
        press(hands, child, "#reply .tile")
        return
    hands.take(PICTURE)
    press(hands, child, SEND)


def press(hands, child, button):
    """Press what leads to another question."""
    before = child.question
    hands.take(button)
    expect(child.asked).not_to_have_attribute("data-question", before)
