"""Somebody says their answer: it is heard, shown, changed where it is wrong, and sent when they say so."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from records.message import Input
from tests.journeys.conftest import MOST_MILLISECONDS, Launch
from tests.journeys.test_accessible import looked_at
from tests.journeys.visitor import TABLET, Visitor
from tests.person import Person
from tests.speech import SAID, clip, wrong_words

pytestmark = [pytest.mark.engine, pytest.mark.browser]

TOGGLE = "[data-listen-do=toggle]"
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WITHOUT_SOCKET = "window.WebSocket = class { close() {} send() {} };"


@pytest.fixture
def at_microphone(running, launch: Launch) -> Iterator[Callable[..., Visitor]]:
    """Somebody at a tablet; what they say is a recording, or nothing where they have no microphone."""
    browsers: list[Browser] = []

    def sit(says: str | None = None, before: str = "", *switches: str) -> Visitor:
        sound = [*MICROPHONE, f"--use-file-for-fake-audio-capture={clip(says)}%noloop"] if says else []
        browsers.append(launch(*sound, *switches))
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


def doubting_the_last_word(route: Route) -> None:
    """What was really heard, its last word doubted: whether the engine doubts one hangs on the clip's first moment."""
    reply = route.fetch()
    heard = reply.json()
    heard["words"][-1]["confidence"] = 0.3
    route.fulfill(response=reply, json=heard)


def test_a_child_hears_nothing_but_kindness_where_a_word_was_not_clear(at_microphone):
    """Doubted words are shown to be looked at; saying it again takes the first try out, and nothing was sent."""
    child = at_microphone("child_000030012", before=WITHOUT_SOCKET)
    child.page.route("**/speech/recognise*", doubting_the_last_word)
    child.start("child_primary", topic="about_me")
    child.page.click(TOGGLE)
    state(child, "on")
    child.page.wait_for_timeout(5000)
    child.page.click(TOGGLE)
    state(child, "done")
    heard = child.page.input_value("#text")
    faults = looked_at(child)
    doubted = child.page.locator(".doubted")
    expect(doubted.first).to_be_visible()
    word = doubted.first.inner_text()
    doubted.first.click()
    assert child.page.evaluate("() => window.getSelection().toString()") == word
    child.page.click("[data-listen-do=again]")
    state(child, "on")
    expect(child.page.locator("#text")).to_have_value("")
    assert faults + looked_at(child) == []
    child.page.click("[data-listen-do=cancel]")
    state(child, "off")
    assert heard
    assert child.answer(child.question) is None


def test_where_no_socket_opens_the_whole_is_sent_at_the_end(at_microphone):
    """A network that lets no WebSocket through loses the words on the way, not the answer."""
    person = at_microphone("austen_0890", before=WITHOUT_SOCKET)
    person.start("young_person", topic="about_me")
    person.page.click(TOGGLE)
    state(person, "on")
    person.page.wait_for_timeout(5500)
    person.page.click(TOGGLE)
    state(person, "done")
    assert wrong_words(SAID["austen_0890"], person.page.input_value("#text")) <= 2
    question = person.question
    person.press("button[value=words]")
    assert (person.answer(question).input, person.answer(question).edited) == (Input.SPOKEN, False)


def test_what_was_said_is_kept_when_the_engine_dies_meanwhile(at_microphone, running):
    """The recogniser is killed while somebody speaks; they go on speaking, and all of it is heard."""
    person = at_microphone("austen_0890")
    person.start("parent", topic="about_me")
    person.page.click(TOGGLE)
    expect(person.page.locator("[data-listen-words]")).to_contain_text("rather", timeout=30_000)
    running.kill_listening()
    expect(person.page.locator("[data-listen-words]")).to_contain_text("rather selfish", timeout=30_000)
    person.page.wait_for_timeout(1500)
    person.page.click(TOGGLE)
    state(person, "done")
    assert wrong_words(SAID["austen_0890"], person.page.input_value("#text")) <= 2
    assert person.faults == []


WITHOUT = {
    "listen_refused": (["--use-fake-device-for-media-stream"], ""),
    "listen_no_microphone": ([], ""),
    "listen_no_https": ([], "Object.defineProperty(window, 'isSecureContext', { value: false });"),
}


@pytest.mark.parametrize("why", WITHOUT)
def test_without_a_microphone_it_is_said_what_to_do_and_typing_goes_on(at_microphone, why):
    """Refused, missing, or no https: plain words, and the answer can be typed as before."""
    switches, before = WITHOUT[why]
    person = at_microphone(None, before, *switches)
    person.start("parent", topic="about_me")
    question = person.question
    person.page.click(TOGGLE)
    expect(person.page.locator("[data-listen-says]")).to_have_text(person.words(why))
    state(person, "off")
    person.say("Typed instead")
    assert (person.answer(question).words, person.answer(question).input) == ("Typed instead", Input.TYPED)
    assert person.faults == []


def test_nobody_listens_before_a_tap_nor_after_the_question_has_gone(at_microphone):
    """The microphone is asked for by a tap alone, and let go of when another question comes."""
    person = at_microphone("jfk", before=COUNT)
    person.start("parent", topic="about_me")
    assert person.page.evaluate("window.asked") == 0
    person.page.click(TOGGLE)
    state(person, "on")
    person.press(".dock button[value=skip]")
    while not person.page.evaluate("window.tracks.every((track) => track.readyState === 'ended')"):
        person.page.wait_for_timeout(100)
    assert person.page.evaluate("window.asked") == 1
    state(person, "off")
    assert person.page.input_value("#text") == ""


COUNT = """
window.asked = 0;
window.tracks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wishes) => {
  window.asked += 1;
  const stream = await ask(wishes);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""


def test_nothing_is_heard_while_the_page_reads_aloud(at_microphone):
    """What the page itself says never becomes somebody's answer; and reading stops when listening begins."""
    person = at_microphone("austen_0890")
    person.start("parent", topic="about_me")
    person.page.evaluate("document.addEventListener('mysay:listening', (e) => (window.told = e.detail.listening))")
    person.page.evaluate("document.dispatchEvent(new CustomEvent('mysay:speaking', { detail: { speaking: true } }))")
    person.page.click(TOGGLE)
    state(person, "on")
    assert person.page.evaluate("window.told") is True
    person.page.wait_for_timeout(3000)
    person.page.click(TOGGLE)
    expect(person.page.locator("[data-listen-says]")).to_have_text(person.words("listen_nothing"))
    assert person.page.evaluate("window.told") is False
    assert person.page.input_value("#text") == ""


def test_a_wish_can_be_spoken(running):
    """ "Skip", as an engine writes it down, is understood as the wish that it is."""
    for said in ("Skip.", "I don't know.", "Help!"):
        person = Person.asked(running.base)
        assert person.say(said, input="spoken").json["understood_as"] != "answer", said


def test_sound_keeps_its_pitch_and_loudness_on_its_way(at_microphone):
    """The browser's own rate is brought to 16 kHz: 440 Hz stay, and what is too high for that rate goes."""
    person = at_microphone(None)
    person.start("parent", topic="about_me")
    for rate in (44_100, 48_000, 22_050, 16_000):
        low, high = (person.page.evaluate(RESAMPLED, [rate, hertz]) for hertz in (440, 11_000))
        assert low["pitch"] == pytest.approx(440, abs=3)
        assert low["loud"] == pytest.approx(0.5, rel=0.03)
        assert low["count"] == pytest.approx(16_000, abs=80)
        assert high["loud"] < 0.02 or rate < 22_100


RESAMPLED = """async ([rate, hertz]) => {
  const { Resampler } = await import("/static/js/resampler.js");
  const resampler = new Resampler(rate), out = [];
  for (let start = 0; start < rate; start += 128) {
    const wave = (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * (start + i)) / rate);
    out.push(...resampler.push(Float32Array.from({ length: 128 }, wave)));
  }
  const middle = out.slice(4000, 12000);
  const crossings = middle.filter((value, i) => i && middle[i - 1] < 0 && value >= 0).length;
  return { count: out.length, pitch: crossings * 2, loud: Math.max(...middle.map(Math.abs)) };
}"""
