"""Sound in whatever form it comes."""

import io
import wave

import numpy as np
import pytest

from accessibility.listening.sound import NotSound, TooLong, pcm_of

SECOND = (np.sin(np.arange(16_000) / 16_000 * 2 * np.pi * 440) * 12_000).astype("<i2")


def wav(samples, rate=16_000, width=2, channels=1):
    """A file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples)
    return out.getvalue()


def tone(rate, seconds=1.0):
    """440 Hz between -1 and 1."""
    return np.sin(np.arange(int(rate * seconds)) / rate * 2 * np.pi * 440) * 0.37


def loudest_pitch(pcm):
    """In hertz."""
    power = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float)))
    return power.argmax() * 16_000 / (len(pcm) // 2)


def test_sixteen_kilohertz_stays_as_it_is():
    """The form that the page sends is not touched, with a header or without."""
    assert pcm_of(SECOND.tobytes()) == SECOND.tobytes()
    assert np.abs(np.frombuffer(pcm_of(wav(SECOND.tobytes())), "<i2").astype(int) - SECOND).max() <= 1


FORMS = {
    "8 bit": lambda: wav((tone(16_000) * 127 + 128).astype("u1").tobytes(), width=1),
    "32 bit": lambda: wav((tone(16_000) * 2**31).astype("<i4").tobytes(), width=4),
    "stereo": lambda: wav(np.repeat((tone(16_000) * 32_767).astype("<i2"), 2).tobytes(), channels=2),
    "44.1 kHz": lambda: wav((tone(44_100) * 32_767).astype("<i2").tobytes(), rate=44_100),
    "48 kHz stereo": lambda: wav(
        np.repeat((tone(48_000) * 32_767).astype("<i2"), 2).tobytes(), rate=48_000, channels=2
    ),
    "8 kHz": lambda: wav((tone(8_000) * 32_767).astype("<i2").tobytes(), rate=8_000),
}


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_are_brought_to_it(form):
    """The same sound, as long, as loud and at the same pitch, comes out of every usual kind of WAV."""
    pcm = pcm_of(FORMS[form]())
    assert abs(len(pcm) - 32_000) <= 4
    assert loudest_pitch(pcm) == pytest.approx(440, abs=2)
    assert np.abs(np.frombuffer(pcm, "<i2").astype(int)).max() == pytest.approx(0.37 * 32_767, rel=0.05)


def test_a_file_that_was_cut_off_is_heard_as_far_as_it_came():
    """What arrived of a recording is not thrown away."""
    pcm = pcm_of(wav(SECOND.tobytes())[:10_001])
    assert np.abs(np.frombuffer(pcm, "<i2")[:4000].astype(int) - SECOND[:4000]).max() <= 1


BROKEN = {
    "webm": b"\x1aE\xdf\xa3" + bytes(500), "ogg": b"OggS" + bytes(500), "mp4": b"\0\0\0\x20ftypM4A " + bytes(500),
    "json": b'{"audio": "..."}', "web page": b"<!doctype html>", "mp3": b"ID3" + bytes(500),
    "header alone": wav(b"")[:30], "junk in a header": b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + bytes(40),
    "three channels": wav(bytes(6000), channels=3), "a rate nobody uses": wav(bytes(6000), rate=4000),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_sound_is_refused(what):
    """Another kind of file is refused before any engine sees it."""
    with pytest.raises(NotSound):
        pcm_of(BROKEN[what])


@pytest.mark.parametrize("begins", [b"{", b"<", b"\xff", b"R", b"I"])
def test_sound_may_begin_with_any_byte(begins):
    """A first sample that looks like a brace, or like half of another format's sign, is a sample."""
    pcm = begins + SECOND.tobytes()[1:]
    assert pcm_of(pcm) == pcm


def test_more_than_three_minutes_are_refused():
    """Ten minutes do not fit one answer, in either form."""
    with pytest.raises(TooLong):
        pcm_of(bytes(600 * 32_000))
    with pytest.raises(TooLong):
        pcm_of(wav(bytes(181 * 16_000), rate=8_000))
