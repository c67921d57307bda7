"""Sound as it is sent, WAV or bare samples, brought to the one form that engines hear."""

import audioop
import io
import wave

import numpy as np

from accessibility.listening.engine import BYTES_A_SECOND, RATE

LONGEST_SECONDS = 180
LOWEST_RATE, HIGHEST_RATE = 8_000, 96_000
CHANNELS = (1, 2)


class NotSound(Exception):
    """This is no sound that can be heard."""


class TooLong(Exception):
    """This is more than one answer holds."""


def pcm_of(body: bytes) -> bytes:
    """16 kHz, 16 bits, one channel; bytes without a header are taken to be that already. Raises NotSound, TooLong."""
    pcm = _from_wav(body) if body[:4] == b"RIFF" else _bare(body)
    if len(pcm) > LONGEST_SECONDS * BYTES_A_SECOND:
        raise TooLong
    return pcm


def _bare(body: bytes) -> bytes:
    known = (b"\x1aE\xdf\xa3", b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"{", b"<")
    if body.startswith(known) or body[4:8] == b"ftyp":
        raise NotSound
    return body[: len(body) // 2 * 2]


def _from_wav(body: bytes) -> bytes:
    try:
        with wave.open(io.BytesIO(body)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            if channels not in CHANNELS or not LOWEST_RATE <= rate <= HIGHEST_RATE:
                raise NotSound
            if file.getnframes() > LONGEST_SECONDS * rate:
                raise TooLong
            samples = file.readframes(file.getnframes())
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise NotSound from error
    samples = samples[: len(samples) // (width * channels) * width * channels]
    if width == 1:
        samples = audioop.bias(samples, 1, -128)  # 8 bits are counted from 0 in a WAV, wider samples around 0
    samples = audioop.lin2lin(samples, width, 2)
    if channels == 2:
        samples = audioop.tomono(samples, 2, 0.5, 0.5)
    return samples if rate == RATE else _resampled(samples, rate)


def _resampled(samples: bytes, rate: int) -> bytes:
    from math import gcd

    from scipy.signal import resample_poly  # type: ignore[import-untyped]  # loaded only where it is needed

    common = gcd(rate, RATE)
    heard = resample_poly(np.frombuffer(samples, "<i2").astype(np.float32), RATE // common, rate // common)
    return bytes(np.clip(heard, -32768, 32767).astype("<i2").tobytes())
