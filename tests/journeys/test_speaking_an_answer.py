"""Somebody says their answer: it is heard, shown, changed where it is wrong, and sent when they say so."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from records.message import Input
from tests.journeys.conftest import MOST_MILLISECONDS, Launch
from tests.journeys.visitor import TABLET, Visitor
from tests.speech import SAID, clip, wrong_words

pytestmark = [pytest.mark.engine, pytest.mark.browser]

TOGGLE = "[data-listen-do=toggle]"
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def at_microphone(running, launch: Launch) -> Iterator[Callable[..., Visitor]]:
    """Somebody at a tablet; what they say is a recording, or nothing where they have no microphone."""
    browsers: list[Browser] = []

    def sit(says: str | None = None, before: str = "") -> Visitor:
        sound = [*MICROPHONE, f"--use-file-for-fake-audio-capture={clip(says)}%noloop"] if says else []
        browsers.append(launch(*sound))
        context = browsers[-1].new_context(viewport={"width": TABLET[0], "height": TABLET[1]}, reduced_motion="reduce")
        context.set_default_timeout(MOST_MILLISECONDS)
        context.add_init_script(before)
        return Visitor(context.new_page(), running)

    yield sit
    for browser in browsers:
        browser.close()


def state(person: Visitor, wanted: str) -> None:
    """Wait until listening is on, done, or off."""
    expect(person.page.locator("[data-listen]")).to_have_attribute("data-state", wanted)


def says(person: Visitor, until: str) -> str:
    """Tap, speak until a word is on the screen, tap; what is in the box then."""
    person.page.click(TOGGLE)
    state(person, "on")
    expect(person.page.locator("[data-listen-says]")).to_have_text(person.words("listen_now"))
    expect(person.page.locator("[data-listen-words]")).to_contain_text(until, timeout=30_000)
    person.page.wait_for_timeout(1500)
    person.page.click(TOGGLE)
    state(person, "done")
    return person.page.input_value("#text")


def test_a_parent_says_an_answer_mends_a_word_and_sends_it(at_microphone):
    """The words are shown while they are said, wait to be checked, and the record tells that they were spoken."""
    parent = at_microphone("austen_0890")
    parent.start("parent", topic="about_me")
    question = parent.question
    heard = says(parent, "rather selfish")
    assert wrong_words(SAID["austen_0890"], heard) <= 1
    assert parent.answer(question) is None

    parent.page.fill("#text", heard.replace("selfish", "shy"))
    parent.press("button[value=words]")
    kept = parent.answer(question)
    assert (kept.words, kept.input, kept.edited) == (heard.replace("selfish", "shy"), Input.SPOKEN, True)
    assert parent.faults == []
