"""Somebody chooses that their own voice is kept, hears it with their answer, and takes it away again."""

import contextlib
import io
import time
import wave

import numpy as np
import pytest
from playwright.sync_api import expect

from records.staff import Role, UsernameTaken
from tests.journeys.test_accessible import looked_at
from tests.journeys.test_practitioner import PASSWORD, faults, sign_in
from tests.journeys.visitor import DESK, PHONE
from tests.person import Person, new_id
from tests.speech import pcm

pytestmark = [pytest.mark.engine, pytest.mark.browser]

PLAYS = """async (audio) => {
  audio.muted = true;
  const heard = new Promise((then) => (audio.ontimeupdate = () => audio.currentTime > 0.2 && then(audio.duration)));
  await audio.play();
  return heard;
}"""
"""Listens for a moment; how long all of it is."""


def chosen(person):
    """Opens the window of adjustments, reads what it means, and says yes."""
    page = person.page
    page.click("a[data-adjust]")
    page.click("dialog [data-group=speaking] summary")
    expect(page.locator("dialog [data-group=speaking] p")).to_have_text(person.words("adjust_keep_voice_about"))
    page.click("dialog [value='keep_voice=yes']")
    expect(page.locator("dialog [value='keep_voice=yes']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")


def kept(person):
    """The ids of the questions to which a voice is kept, as soon as there is one."""
    until = time.monotonic() + 15
    while not person.store.recordings.of(person.id) and time.monotonic() < until:
        person.page.wait_for_timeout(100)
    return person.store.recordings.of(person.id)


def test_a_voice_is_kept_heard_and_taken_away(at_microphone):
    """Only after a plain choice, with a sign beside the microphone; what is heard again is what was said."""
    person = at_microphone("child_000030012")
    page = person.page
    person.start("child_primary", topic="about_me")
    expect(page.locator(".listen-kept")).to_be_hidden()
    chosen(person)
    expect(page.locator(".listen-kept")).to_have_text(person.words("listen_kept"))
    question, words = person.question, person.says()
    person.press("button[value=words]")
    assert kept(person) == {question}

    with wave.open(io.BytesIO(person.store.recordings.find(person.id, question))) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        assert file.getframerate() == 16_000
    assert 3 < len(sound) / 16_000 < 15
    assert 0.1 < np.abs(sound).max() < 1

    page.goto(f"{person.base}/talk/{person.id}/review")
    assert page.locator(".own-voice audio").evaluate(PLAYS) == pytest.approx(len(sound) / 16_000, abs=0.1)
    assert looked_at(person) == []
    page.click("button[value=silence]")
    expect(page.locator(".own-voice")).to_have_count(0)
    assert person.store.recordings.of(person.id) == frozenset()
    assert person.answer(question).words == words
    assert person.faults == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_practitioner_hears_it_beside_the_words(running, visit, size):
    """Once the conversation is finished, the person is heard where their words are read."""
    person, message_id = Person.asked(running.base, adjustments={"keep_voice": True}), new_id()
    person.say("Mark is going to see elephant", message_id, input="spoken")
    assert person.call("PUT", f"/recordings/{message_id}", pcm("child_000030012")).status == 204
    person.call("PATCH", "", {"state": "finished"})
    practitioner = visit(running, size)
    page = practitioner.page
    with contextlib.suppress(UsernameTaken):
        practitioner.store.staff.add("jones", "Mx Jones", Role.PRACTITIONER, PASSWORD)
    sign_in(page, running.base)
    page.goto(f"{running.base}/portal/records/{person.id}")
    voice = page.locator("article", has_text="Mark is going to see elephant").locator("audio")
    assert voice.evaluate(PLAYS) == pytest.approx(len(pcm("child_000030012")) / 32_000, abs=0.1)
    assert faults(page) == []
