"""Sound as it is sent, WAV or bare samples, brought to the one form that engines hear."""

import io
import re
import warnings
from math import gcd

import numpy as np
from numpy.typing import NDArray

from accessibility.listening.engine import BYTES_A_SECOND, RATE

LONGEST_SECONDS = 180
LOWEST_RATE, HIGHEST_RATE = 8_000, 96_000
MOST_BYTES = 20_000_000
"""Three minutes of 48 kHz; the page itself sends a third of that."""
MOST_CHANNELS = 2
OTHER_FORMATS = (b"\x1aE\xdf\xa3", b"OggS", b"fLaC", b"ID3", b"\xff\xfb")
"""How WebM, Ogg, FLAC and MP3 begin."""
TEXT = re.compile(rb"[\t\n\r -~]{8,32}")
"""JSON and HTML are letters throughout; in sound, only one in 256 bytes is a brace."""

Samples = NDArray[np.float32]


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


def other_format(beginning: bytes) -> bool:
    """Whether these are no bare samples, as far as their beginning tells."""
    kind = beginning.startswith((*OTHER_FORMATS, b"RIFF")) or beginning[4:8] == b"ftyp"
    return kind or TEXT.fullmatch(beginning[:32]) is not None


def _bare(body: bytes) -> bytes:
    if other_format(body):
        raise NotSound
    return body[: len(body) // 2 * 2]


def _from_wav(body: bytes) -> bytes:
    from scipy.io import wavfile  # slow to load, and the page sends bare samples

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # unknown chunks, and a file that was cut off
            rate, samples = wavfile.read(io.BytesIO(_whole(body)))
    except Exception as error:  # a broken file raises whatever it breaks
        raise NotSound from error
    if (samples.ndim > 1 and samples.shape[1] > MOST_CHANNELS) or not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise NotSound
    if len(samples) > LONGEST_SECONDS * rate:
        raise TooLong
    heard = _resampled(_mono(_as_float(samples)), rate)
    return bytes((np.clip(np.nan_to_num(heard), -1, 1) * 32767).round().astype("<i2").tobytes())


def _whole(body: bytes) -> bytes:
    """A file that was cut off, with silence for the rest that it promises, so that what came is heard."""
    promised = int.from_bytes(body[4:8], "little") + 8
    return body.ljust(promised, b"\0") if promised <= MOST_BYTES else body


def _as_float(samples: NDArray[np.generic]) -> Samples:
    if samples.dtype.kind == "f":
        return samples.astype(np.float32)
    middle = 128 if samples.dtype.kind == "u" else 0  # 8 bits are counted from 0, wider samples around it
    most = 2.0 ** (8 * samples.dtype.itemsize - 1)
    return ((samples.astype(np.float32) - middle) / most).astype(np.float32)


def _mono(samples: Samples) -> Samples:
    return samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    from scipy.signal import resample_poly

    common = gcd(rate, RATE)
    return np.asarray(resample_poly(samples, RATE // common, rate // common), dtype=np.float32)
