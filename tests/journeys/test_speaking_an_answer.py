"""Somebody says their answer: it is heard, shown, changed where it is wrong, and sent when they say so."""

import pytest
from playwright.sync_api import Route, expect

from records.answer import Outcome
from records.message import Input
from tests.journeys.speaker import PATIENCE, TOGGLE
from tests.journeys.test_accessible import looked_at
from tests.person import Person
from tests.speech import SAID, wrong_words

pytestmark = [pytest.mark.engine, pytest.mark.browser]

SPOKEN = [
    ("austen_0890", 60, SAID["austen_0890"], "rather", ("selfish", "shy")),
    ("jfk", 2.9, "and so my fellow americans", "", ("", "")),
    ("child_000030012", 60, SAID["child_000030012"], "", ("", "")),
]
"""A clip, how much of it, what is said in it, what must be shown before it is over, and what is then changed."""
WITHOUT_SOCKET = "window.WebSocket = class { close() {} send() {} };"


def test_a_parent_says_three_answers_mends_a_word_and_sends_them(at_microphone):
    """Words are shown while they are said and wait to be checked; the record tells which were spoken, and changed."""
    parent = at_microphone("austen_0890")
    parent.start("parent", topic="about_me")
    given = {}
    for name, seconds, said, shown, change in SPOKEN:
        parent.will_say(name, seconds)
        question = parent.question
        heard = parent.says(shown)
        for _ in range(2):  # Chromium's pretended microphone drops sound while the machine is busy
            heard = heard if wrong_words(said, heard) <= 1 else parent.says_again()
        assert wrong_words(said, heard) <= 1
        assert parent.answer(question) is None
        mended = heard.replace(*change)
        if mended != heard:
            parent.page.fill("#text", mended)
        parent.press("button[value=words]")
        given[question] = (mended, "spoken", mended != heard)
    assert [changed for *_, changed in given.values()] == [True, False, False]
    record = parent.page.evaluate("async (id) => (await fetch(`/api/v1/conversations/${id}/record`)).json()", parent.id)
    lines = [line for part in record["parts"] for line in part["lines"] if line["question_id"] in given]
    kept = {line["question_id"]: (line["words"], line["input"], line["edited"]) for line in lines}
    assert kept == given
    assert parent.store.recordings.of(parent.id) == frozenset()
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
    heard = child.says()
    faults = looked_at(child)
    doubted = child.page.locator(".doubted")
    expect(doubted.first).to_be_visible()
    word = doubted.first.inner_text()
    doubted.first.click()
    assert child.page.evaluate("() => window.getSelection().toString()") == word
    child.page.click("[data-listen-do=again]")
    child.listening("on")
    expect(child.page.locator("#text")).to_have_value("")
    assert faults + looked_at(child) == []
    child.page.click("[data-listen-do=cancel]")
    child.listening("off")
    assert heard
    assert child.answer(child.question) is None


METER = """
window.loudest = 0;
const look = () => {
  const panel = document.querySelector("[data-listen]");
  window.loudest = Math.max(window.loudest, Number(panel?.style.getPropertyValue("--level") ?? 0));
  requestAnimationFrame(look);
};
look();
"""


def test_where_no_socket_opens_the_whole_is_sent_at_the_end(at_microphone):
    """A network that lets no WebSocket through loses the words on the way, not the answer; the meter moves anyway."""
    person = at_microphone("austen_0890", before=WITHOUT_SOCKET + METER)
    person.start("young_person", topic="about_me")
    heard = person.says()
    for _ in range(2):  # as above
        heard = heard if wrong_words(SAID["austen_0890"], heard) <= 2 else person.says_again()
    assert wrong_words(SAID["austen_0890"], heard) <= 2
    assert 0.2 < person.page.evaluate("window.loudest") <= 1
    question = person.question
    person.press("button[value=words]")
    assert (person.answer(question).input, person.answer(question).edited) == (Input.SPOKEN, False)


def test_what_was_said_is_kept_when_the_engine_dies_meanwhile(at_microphone, running):
    """The recogniser is killed while somebody speaks; they go on speaking, and all of it is heard."""
    person = at_microphone("austen_0890")
    person.start("parent", topic="about_me")
    heard = said_while_it_dies(person, running, TOGGLE)
    for _ in range(3):  # as above
        if wrong_words(SAID["austen_0890"], heard) > 2:
            heard = said_while_it_dies(person, running, "[data-listen-do=again]")
    assert wrong_words(SAID["austen_0890"], heard) <= 2
    assert person.faults == []


def said_while_it_dies(person, running, begin: str) -> str:
    """What is in the box where some was said before and the rest afterwards."""
    person.page.click(begin)
    person.listening("on")
    expect(person.page.locator("[data-listen-words]")).not_to_have_text("", timeout=PATIENCE)
    running.kill_listening()
    person.page.wait_for_timeout(1000 * person.seconds)
    person.page.click(TOGGLE)
    person.listening("done")
    return person.page.input_value("#text")


SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.sockets.push(this); } };
"""
AWAY = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"type": "/problems/cannot_listen"}}


def test_where_the_engine_does_not_come_back_what_was_heard_stays(at_microphone):
    """The person is told that only so much was written down, has that much, and can go on from there."""
    person = at_microphone("austen_0890", before=SOCKETS)
    person.page.route("**/speech/recognise*", lambda route: route.fulfill(**AWAY))  # stands in for a broken engine
    person.start("parent", topic="about_me")
    person.page.click(TOGGLE)
    expect(person.page.locator("[data-listen-words]")).not_to_have_text("", timeout=PATIENCE)
    person.page.evaluate("window.sockets[0].close()")
    person.page.click(TOGGLE)
    person.listening("done")
    expect(person.page.locator("[data-listen-says]")).to_have_text(person.words("listen_partly"))
    assert person.page.input_value("#text").strip()
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
    person.listening("off")
    person.say("Typed instead")
    assert (person.answer(question).words, person.answer(question).input) == ("Typed instead", Input.TYPED)
    assert person.faults == []


def test_nobody_listens_before_a_tap_nor_after_the_question_has_gone(at_microphone):
    """The microphone is asked for by a tap alone, and let go of when another question comes."""
    person = at_microphone("jfk", before=COUNT)
    person.start("parent", topic="about_me")
    assert person.page.evaluate("window.asked") == 0
    person.page.click(TOGGLE)
    person.listening("on")
    person.press(".dock button[value=skip]")
    while not person.page.evaluate("window.tracks.every((track) => track.readyState === 'ended')"):
        person.page.wait_for_timeout(100)
    assert person.page.evaluate("window.asked") == 1
    person.listening("off")
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
    expect(person.page.locator(TOGGLE)).to_be_visible()  # the page knows by now that it can listen
    person.page.evaluate("document.addEventListener('mysay:listening', (e) => (window.told = e.detail.listening))")
    person.page.evaluate("document.dispatchEvent(new CustomEvent('mysay:speaking', { detail: { speaking: true } }))")
    person.page.click(TOGGLE)
    person.listening("on")
    assert person.page.evaluate("window.told") is True
    person.page.wait_for_timeout(3000)
    person.page.click(TOGGLE)
    expect(person.page.locator("[data-listen-says]")).to_have_text(person.words("listen_nothing"))
    assert person.page.evaluate("window.told") is False
    assert person.page.input_value("#text") == ""


def test_a_wish_can_be_said_aloud(at_microphone, bank):
    """ "Why do you ask?" is answered, and the question stays; "I don't know" goes on to the next."""
    person = at_microphone("jfk")
    person.start("young_person", topic="about_me")
    question = person.question
    person.will_say_with_our_voice("Why do you ask?")
    assert person.says() == "Why do you ask?"
    person.page.click("button[value=words]")
    why = bank.questions[question].variants[person.audience].why
    expect(person.page.locator("[data-part=said]")).to_contain_text(why)
    assert (person.question, person.answer(question)) == (question, None)
    person.will_say_with_our_voice("I don't know.")
    assert person.says() == "I don't know."
    person.press("button[value=words]")
    assert person.answer(question).outcome is Outcome.DONT_KNOW
    assert person.faults == []


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
