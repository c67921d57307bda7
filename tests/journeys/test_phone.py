"""On a phone the question stands at the head of its card and close to its answer, and nothing is squeezed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import SMALL, WIDER
from tests.journeys.test_helps import adjusted
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]

NARROW, ASIDE = (320, 568), (844, 390)
"""A small phone, as narrow as a desk's window at 400 per cent; and a phone on its side."""
BOX = "part => part.getBoundingClientRect().toJSON()"
ROWS = "parts => new Set(parts.map(part => Math.round(part.getBoundingClientRect().top))).size"
MOST_ABOVE = 24
"""Pixels between the edge of the card and the question: no more than the card's own margin."""
MOST_BETWEEN = 48
"""Pixels between the question and the answer besides the buttons that help to understand it."""


def box(person, selector):
    """Where the first such part is, in pixels of the window."""
    return person.page.eval_on_selector(selector, BOX)


@pytest.mark.parametrize("audience", ["child_early", "child_primary", "young_teen", "young_person", "parent"])
def test_a_question_begins_its_card_and_its_answer_follows(running, visit, audience):
    """No empty place above the question; below it come only the helpers, then the answer, begun above the last row."""
    person = visit(running, PHONE)
    person.start(audience, topic="important")
    card, question, answer = (box(person, part) for part in (".card", ".question", "#reply"))
    assert question["top"] - card["top"] <= MOST_ABOVE
    assert answer["top"] - question["bottom"] <= box(person, ".helpers")["height"] + MOST_BETWEEN
    assert answer["top"] < box(person, ".dock")["top"]


def test_on_a_small_phone_what_is_always_there_leaves_room(running, visit):
    """The wishes stand in one row, also for a little child, and the question is in sight."""
    child = visit(running, NARROW)
    child.start("child_early", topic="important")
    assert child.page.eval_on_selector_all(".dock .tool", ROWS) == 1
    assert box(child, "h1")["bottom"] < box(child, ".dock")["top"]
    assert child.page.evaluate(SMALL, 48) == []
    assert child.page.evaluate(WIDER) <= 0


def test_a_reply_about_safety_is_as_wide_as_its_card(running, visit):
    """Its words are not a narrow strip between a picture and a button, and none leaves the card."""
    person = visit(running, NARROW)
    person.start("young_teen", topic="important")
    person.say("My uncle hits me and I am scared to go home")
    expect(person.asked).to_have_attribute("data-question", "safety")
    card, bubble, words = (box(person, part) for part in (".card", ".bubble", ".bubble-words"))
    assert bubble["right"] <= card["right"]
    assert words["width"] > 0.75 * bubble["width"]


def test_on_its_side_a_phone_shows_question_and_helpers_beside_each_other(running, visit):
    """The question stands in the upper half, and its answer below it, not below the helpers."""
    person = visit(running, ASIDE)
    person.start("young_person", topic="important")
    question, helpers = box(person, ".question"), box(person, ".helpers")
    assert question["top"] < ASIDE[1] / 2
    assert question["right"] <= helpers["left"]
    assert box(person, "#reply")["top"] - question["bottom"] <= MOST_BETWEEN


@pytest.mark.parametrize("size", [1.25, 1.5, 2])
def test_large_letters_squeeze_no_button(running, visit, size):
    """Each button stays as wide as a finger, and nothing is wider than a small screen, in a break neither."""
    person = visit(running, PHONE)
    adjusted(person, "young_person", "important", size=size)
    assert person.page.evaluate(SMALL, 44) == []
    person.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert person.page.evaluate(WIDER) <= 0
    person.press(".dock button[value=pause]")
    assert person.page.locator(".breathe").is_visible()
    assert person.page.evaluate(WIDER) <= 0
