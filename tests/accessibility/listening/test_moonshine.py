"""Moonshine, as it comes with the installation, on real speech and on what is none."""

import numpy as np
import pytest

from accessibility.listening.doubt import agreed, stuck
from tests.speech import SAID, pcm, wrong_words

pytestmark = pytest.mark.process
RATE = 16_000
RANDOM = np.random.default_rng(4)


def heard(moonshine, sound, step=3200, partial=False):
    """What is heard of a sound that comes a tenth of a second at a time."""
    utterance = moonshine.listen()
    for start in range(0, len(sound), step):
        utterance.feed(sound[start : start + step], partial)
    return utterance.close()


def samples(sound):
    """Between -1 and 1, as 16 bits."""
    return (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()


@pytest.mark.parametrize(("name", "wrong"), [("jfk", 0), ("austen_0890", 1), ("child_000030012", 2)])
def test_real_speech_is_heard(moonshine, name, wrong):
    """An adult is heard almost without a mistake, whether all comes at once or bit by bit; a small child less well."""
    assert wrong_words(SAID[name], heard(moonshine, pcm(name)).text) <= wrong
    assert wrong_words(SAID[name], heard(moonshine, pcm(name), step=10**9).text) <= wrong


def test_words_come_while_somebody_speaks(moonshine):
    """The words so far grow, and each stands in the order in which it was said."""
    utterance, sound = moonshine.listen(), pcm("jfk")
    texts = [utterance.feed(sound[start : start + 3200]).text for start in range(0, len(sound), 3200)]
    words = utterance.close().words
    assert any(text.startswith("And so") for text in texts[:-10])
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert 10.0 < words[-1].end <= 11.0


def test_a_doubted_word_has_a_low_confidence(moonshine):
    """A word that is heard otherwise a second time is marked, so that the person looks at it."""
    sure = {word.word: word.confidence for word in heard(moonshine, pcm("child_000030012")).words}
    assert min(sure, key=lambda word: sure[word]) == "Mug"
    assert sure["Mug"] < 0.5 < sure["elephant"]


def test_a_pause_of_any_length_does_not_end_an_answer(moonshine):
    """Half a minute of silence within an answer loses nothing, and adds nothing."""
    twice = pcm("austen_0890") + bytes(30 * 32_000) + pcm("jfk")
    words = heard(moonshine, twice).text
    assert wrong_words(f"{SAID['austen_0890']} {SAID['jfk']}", words) <= 1


def test_a_single_short_word_is_heard(moonshine):
    """One word, cut off tightly on both sides, is still found."""
    word = pcm("jfk")[int(3.2 * 32_000) : int(4.9 * 32_000)]  # "ask not"
    assert heard(moonshine, word).text != ""


def noise(loud):
    """Hiss."""
    return RANDOM.normal(size=4 * RATE) * loud


def tone(hertz):
    """A steady beep."""
    return 0.3 * np.sin(2 * np.pi * hertz * np.arange(4 * RATE) / RATE)


def bursts(count, length, decay, low, high):
    """Coughs, knocks or claps: short noise between two pitches that dies away."""
    sound = np.zeros(4 * RATE)
    for start in np.linspace(0.4, 3.0, count):
        burst = np.fft.rfft(RANDOM.normal(size=int(length * RATE)))
        pitch = np.fft.rfftfreq(int(length * RATE), 1 / RATE)
        burst[(pitch < low) | (pitch > high)] = 0
        shape = np.fft.irfft(burst, int(length * RATE)) * np.exp(-np.arange(int(length * RATE)) / (decay * RATE))
        sound[int(start * RATE) : int(start * RATE) + len(shape)] += 0.7 * shape / np.abs(shape).max()
    return sound


NO_SPEECH = {
    "silence": np.zeros(4 * RATE), "nothing": np.zeros(0), "a click": np.eye(1, 4 * RATE)[0] * 0.8,
    "current": np.full(4 * RATE, 0.3), "loud current": np.ones(4 * RATE),
    **{f"hiss {loud}": noise(loud) for loud in (0.001, 0.01, 0.05, 0.2)},
    **{f"rumble {loud}": np.convolve(noise(loud), np.ones(60) / 20, "same") for loud in (0.05, 0.3)},
    **{f"beep {hertz}": tone(hertz) for hertz in (50, 120, 440, 1000, 3000)},
    "a beep that comes and goes": tone(150) * (1 + np.sin(2 * np.pi * 4 * np.arange(4 * RATE) / RATE)) / 2,
    "mains hum": sum(tone(50 * over) / (4 * over) for over in range(1, 12)),
    "a cough": bursts(1, 0.4, 0.09, 200, 3000), "three coughs": bursts(3, 0.35, 0.08, 200, 3500),
    "knocks": bursts(5, 0.1, 0.02, 60, 400), "claps": bursts(4, 0.1, 0.02, 500, 7000),
    "typing": bursts(20, 0.02, 0.01, 1000, 7000), "breath": bursts(2, 1.0, 0.6, 100, 1500),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_SPEECH)
def test_what_is_no_speech_gives_no_words(moonshine, what):
    """Silence, noise, beeps, coughs and knocks invent no word, neither while they last nor at the end."""
    utterance = moonshine.listen()
    sound = samples(NO_SPEECH[what])
    assert all(not utterance.feed(sound[at : at + 3200]).words for at in range(0, len(sound), 3200))
    assert utterance.close().words == ()


def test_guesses_at_unfinished_speech_are_not_shown():
    """Only words that were heard alike twice stand on the screen, and never one in which the model is stuck."""
    assert agreed(["Six", "spoons", "of"], ["Six", "spools"]) == 1
    assert [word for word in ("Six-sexsexsex", "hahaha", "no-no-no", "Mississippi") if stuck(word)] == ["Six-sexsexsex"]
