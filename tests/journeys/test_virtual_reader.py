"""A whole conversation with a virtual screen reader: each reply is told once, in order, and nothing that is not new."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_heard import BUBBLES
from tests.journeys.virtual_reader import VirtualReader
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]


class Hearing:
    """Somebody at the first question of a topic, who hears the page from there on, and what they should have heard."""

    def __init__(self, person):
        self.person, self.page = person, person.page
        self.page.goto(f"{person.base}/talk/{person.id}?on=1", wait_until="load")
        self.reader, self.should = VirtualReader(self.page), []

    def turn(self, act):
        """Do something that brings another question: it is told, and the thanks, each once, and nothing else."""
        before = self.said()
        act()
        expect(self.page.locator("h1")).to_be_focused()
        self.heard(f"heading, {self.person.heading}, level 1", *self.new(before))

    def help(self, wish, intro):
        """Ask for help with the question: only what was asked for is told, and no button."""
        before = self.said()
        self.person.wish(wish)
        expect(self.page.locator(".bubble").first).to_contain_text(self.person.words(intro))
        again = [f"polite: {self.person.heading}"] if wish == "simplify" else []
        self.heard(*self.new(before), *again)

    def said(self):
        return dict(self.page.evaluate(BUBBLES))

    def new(self, before):
        return [f"polite: {text}" for key, text in self.said().items() if key not in before]

    def heard(self, *phrases):
        """From the beginning until now: so what is told late, or twice, is found at the next turn."""
        self.should += phrases
        assert self.reader.told(len(self.should)) == self.should


def hearing(person, audience):
    """Somebody in the topic of what matters."""
    person.start(audience, topic="important")
    return Hearing(person)


def test_a_young_person_hears_a_whole_conversation(running, visit):
    """They answer, ask why and for easier words, pass over, break off and go on, end the topic, and stop."""
    person = visit(running, PHONE, bypass_csp=True)
    hears = hearing(person, "young_person")
    hears.turn(lambda: person.say("My brother"))
    hears.help("explain_why", "why_intro")
    hears.help("simplify", "simplify_intro")
    for button in ("dont_know", "prefer_not_to_say", "pause"):
        hears.turn(lambda button=button: person.press(f".dock button[value={button}]"))
    hears.turn(lambda: person.press("button[value=resume]"))
    while person.question != "after_topic":
        hears.turn(lambda: person.press(".dock button[value=skip]"))
    hears.turn(lambda: person.press(".dock button[value=stop]"))
    hears.heard()


def test_a_little_child_hears_a_topic_of_pictures(running, visit):
    """They tap pictures, then pass over until the topic is over."""
    child = visit(running, PHONE, bypass_csp=True)
    hears = hearing(child, "child_early")
    hears.turn(lambda: child.pick(2))
    while child.question != "after_topic":
        hears.turn(lambda: child.press(".dock button[value=skip]"))
    hears.heard()


def test_a_page_is_read_from_its_beginning_to_its_end_in_order(running, visit):
    """The way to the question, the question, the box, what is always there; each once."""
    person = visit(running, PHONE, bypass_csp=True)
    read = hearing(person, "young_person").reader.whole()
    wanted = [
        f"link, {person.words('skip_to_question')}", "main", f"heading, {person.heading}, level 1",
        f"textbox, {person.page.inner_text('label[for=text]')}", f"group, {person.words('dock_label')}", "end of main",
    ]  # fmt: skip
    assert [read.count(phrase) for phrase in wanted] == [1] * len(wanted)
    assert sorted(wanted, key=read.index) == wanted
    assert sum(phrase.startswith("heading, ") and phrase.endswith("level 1") for phrase in read) == 1
