"""Everything is read aloud to a child, the word that is said is shown, and it is quiet at once when it should be."""

import statistics
import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.engine, pytest.mark.browser]

WATCH = """
window.seen = [];
window.sounds = [];
const { start } = AudioBufferSourceNode.prototype;
AudioBufferSourceNode.prototype.start = function (...when) {
  window.sounds.push({ at: performance.now(), latency: this.context.outputLatency || 0 });
  return start.apply(this, when);
};
const { add } = Highlight.prototype;
Highlight.prototype.add = function (range) {
  window.seen.push({ at: performance.now(), word: range.toString() });
  return add.call(this, range);
};
"""
"""Notes when each sound begins and when each word is shown."""
ALL_THAT_IS_READ = ("[data-part=said] .as-said", "#question", "legend", ".tile-label", ".own summary span")
SPEAKING = "document.documentElement.hasAttribute('data-speaking')"
OWN = "“Hi” 😀 it’s 25 👨‍👩‍👧. Yes!"
FRAME = 50
"""Milliseconds by which a browser may tell the end of a sound early."""


def heard(page: Page) -> list[dict]:
    """What the page asks to be read from now on, as it comes back."""
    replies: list[dict] = []
    page.on("response", lambda reply: replies.append(reply.json()) if "synthesise" in reply.url else None)
    return replies


def seen(page: Page) -> list[str]:
    """The words that were shown as they were said."""
    return [shown["word"] for shown in page.evaluate("window.seen")]


def quiet(page: Page, milliseconds: int = 60_000) -> None:
    """Waits until nothing is read any more."""
    expect(page.locator("html")).not_to_have_attribute("data-speaking", "", timeout=milliseconds)


def more_than(page: Page, noted: str, count: int) -> None:
    """Waits until more has been noted than that; the page's own rules forbid to wait inside it."""
    until = time.monotonic() + 15
    while page.evaluate(f"window.{noted}.length") <= count:
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def test_everything_is_read_to_a_child_and_each_word_is_shown_in_step(running, visit):
    """A child who cannot read presses one button: all there is is read, each word shown within 50 ms of being said."""
    child = visit(running)
    page, replies = child.page, heard(child.page)
    page.add_init_script(WATCH)
    child.start("child_early", topic="important")
    page.evaluate("document.documentElement.dataset.speed = '2'")
    page.click(".top .hear")
    more_than(page, "sounds", 2)
    quiet(page)
    sounds, shown = page.evaluate("window.sounds"), page.evaluate("window.seen")
    told = [text for part in ALL_THAT_IS_READ for text in page.locator(part).all_inner_texts()]
    assert [mark["word"] for mark in shown] == " ".join(told).split()
    late = []
    for number, sound in enumerate(sounds):
        for word in replies[number]["words"]:
            mark = shown[len(late)]
            assert mark["word"] == word["word"]
            late.append(mark["at"] - sound["at"] - 1000 * (word["start"] + sound["latency"]))
    assert len(late) == len(shown) > 8
    late.sort()
    assert late[0] > -20
    assert statistics.median(late) < 50, late  # most of them; a busy machine shows some of them late


def test_somebody_who_wishes_it_is_read_each_new_question(running, visit):
    """It begins by itself with a new question, and after "why?" only the reason is read."""
    child = visit(running)
    page, replies = child.page, heard(child.page)
    page.add_init_script(WATCH)
    child.start("child_early")
    expect(page.locator("html.can-read")).to_be_visible()
    page.evaluate("Object.assign(document.documentElement.dataset, { readAloud: 'yes', speed: '2' })")
    child.press("#reply button[value=important]")
    more_than(page, "seen", 4)
    assert " ".join(seen(page)) in " ".join(
        [*page.locator("[data-part=said] .as-said").all_inner_texts(), child.heading]
    )
    page.keyboard.press("Escape")
    assert not page.evaluate(SPEAKING)
    page.evaluate("window.seen = []")
    child.wish("explain_why")
    more_than(page, "seen", 2)
    quiet(page)
    assert seen(page) == " ".join(page.locator("[data-part=said] .as-said").all_inner_texts()).split()
    assert {reply["media_type"] for reply in replies} == {"audio/wav"}


def test_the_persons_own_words_are_read_back_as_they_were_typed(running, visit):
    """Quotes, emoji and numbers are shown as typed, in the box's own words, with as long a rest as was chosen."""
    person = visit(running)
    page, replies = person.page, heard(person.page)
    page.add_init_script(WATCH)
    person.start("young_person", topic="important")
    page.evaluate("Object.assign(document.documentElement.dataset, { speed: '2', pauses: 'longer' })")
    page.fill("#text", OWN)
    page.click("[data-hear=box]")
    expect(page.locator(".read-back")).to_have_text(OWN)
    quiet(page)
    assert seen(page) == OWN.split()
    first, second = page.evaluate("window.sounds")
    rested = second["at"] - first["at"] - 1000 * replies[0]["seconds"]
    assert rested > 1500 - FRAME  # the rest that was chosen
    expect(page.locator(".read-back")).to_be_hidden()
    person.say(OWN)
    page.goto(f"{person.base}/talk/{person.id}/review")
    page.evaluate("document.documentElement.dataset.speed = '2'")
    page.locator(".given .hear").click()
    while "Yes!" not in seen(page):
        expect(page.locator("html")).to_have_attribute("data-speaking", "")
    assert " ".join(OWN.split()) in " ".join(seen(page))


def test_it_is_quiet_at_once_when_the_microphone_listens(running, visit):
    """MySay never speaks into its own microphone, and does not begin while it is open."""
    person = visit(running)
    page = person.page
    person.start("parent", topic="important")
    page.evaluate(
        "document.addEventListener('mysay:speaking', ({ detail }) => (window.told ??= []).push(detail.speaking))"
    )
    page.click(".question .hear")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    page.evaluate("document.dispatchEvent(new CustomEvent('mysay:listening', { detail: { listening: true } }))")
    assert not page.evaluate(SPEAKING)
    page.click(".question .hear")
    assert not page.evaluate(SPEAKING)
    page.evaluate("document.dispatchEvent(new CustomEvent('mysay:listening', { detail: { listening: false } }))")
    page.click(".question .hear")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    page.click(".question .hear")
    assert not page.evaluate(SPEAKING)
    assert page.evaluate("window.told") == [True, False, True, False]


def test_a_voice_is_chosen_by_hearing_it(running, visit):
    """Each voice can be tried; the one that is chosen reads from then on."""
    person = visit(running)
    page, replies = person.page, []
    page.on("request", lambda sent: replies.append(sent.post_data_json) if "synthesise" in sent.url else None)
    person.start("young_person", topic="important")
    page.click("a[data-adjust]")
    page.click("dialog details:has([data-voices]) summary")
    page.click("dialog [data-try-voice=scotland]")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    page.click("dialog [value='voice=bright']")
    expect(page.locator("html")).to_have_attribute("data-voice", "bright")
    expect(page.locator("dialog [value='voice=bright']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    page.click(".question .hear")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    assert (replies[0]["voice"], replies[-1]["voice"]) == ("scotland", "bright")


DEVICE = r"""
const voices = [["Star", "en-GB", false], ["Kiwi", "en-NZ", true], ["Brit One", "en-GB", true], ["Hans", "de-DE", true]]
  .map(([name, lang, localService]) => ({ name, lang, localService }));
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.spoken = [];
const device = new EventTarget();
let known = [];
device.getVoices = () => known;
device.speak = (said) => {
  window.spoken.push([said.voice.name, said.rate, said.text.trim()]);
  for (const { index } of said.text.matchAll(/\S+/g)) said.onboundary({ name: "word", charIndex: index });
  device.now = said;
  if (!window.slowly) setTimeout(() => said.onend(), 50);
};
device.cancel = () => device.now?.onerror({ error: "canceled" });
Object.defineProperty(window, "speechSynthesis", { value: device });
setTimeout(() => { known = voices; device.dispatchEvent(new Event("voiceschanged")); }, 300);
"""
"""Stands in for what a tablet has, since this Chromium has no voices: some need a network, and they come late."""


def test_a_voice_of_the_tablet_itself_may_read_where_it_needs_no_network(running, visit):
    """Only English voices that work offline are offered, British ones first; no text goes to the server then."""
    person = visit(running)
    page, asked = person.page, []
    page.add_init_script(WATCH + DEVICE)
    page.on("request", lambda sent: asked.append(sent.post_data_json) if "synthesise" in sent.url else None)
    person.start("young_person", topic="important")
    page.click("a[data-adjust]")
    page.click("dialog details:has([data-voices]) summary")
    offered = page.locator("dialog .voices-more ~ .voice .option")
    expect(offered).to_have_text(["Brit One", "Kiwi"])
    offered.first.click()
    expect(page.locator("html")).to_have_attribute("data-voice", "device.Brit-One")
    page.keyboard.press("Escape")
    page.evaluate("document.documentElement.dataset.speed = '1.5'")
    page.click(".question .hear")
    more_than(page, "spoken", 0)
    quiet(page)
    assert page.evaluate("window.spoken")[0] == ["Brit One", 1.5, person.heading]
    assert " ".join(seen(page)).startswith(person.heading)
    page.evaluate("window.slowly = true")
    page.click(".question .hear")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    page.keyboard.press("Escape")
    assert not page.evaluate(SPEAKING)
    assert asked == []


def test_where_the_tablet_has_not_the_chosen_voice_ours_reads(running, visit):
    """Somebody who comes back at another device is read to all the same."""
    person = visit(running)
    page, replies = person.page, heard(person.page)
    person.start("young_person", topic="important")
    page.evaluate("document.documentElement.dataset.voice = 'device.Brit-One'")
    page.click(".question .hear")
    expect(page.locator("html")).to_have_attribute("data-speaking", "")
    while not replies:
        page.wait_for_timeout(100)
    assert replies[0]["words"]


def test_while_very_many_are_read_to_a_voice_of_the_tablet_reads_instead(running, visit):
    """Nothing has to be chosen or pressed again; the next time MySay's own voice is asked for first."""
    person = visit(running)
    page = person.page
    page.add_init_script(WATCH + DEVICE)
    person.start("young_person", topic="important")
    page.route("**/speech/synthesise", lambda route: route.fulfill(status=503, json={"type": "/problems/busy_reading"}))
    page.click(".question .hear")
    more_than(page, "spoken", 0)
    quiet(page)
    assert page.evaluate("window.spoken")[0] == ["Brit One", 1, person.heading]
    page.unroute("**/speech/synthesise")
    page.click(".question .hear")
    more_than(page, "sounds", 0)
