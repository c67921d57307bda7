"""Sounds in which nobody speaks, four seconds each and the same in every run: an engine may hear no word in them."""

import numpy as np
from numpy.typing import NDArray

from accessibility.listening.engine import RATE

Sound = NDArray[np.float64]
Chance = np.random.Generator
LENGTH = 4 * RATE
SEED = 4


def sounds() -> dict[str, bytes]:
    """Silence, noise, tones, clicks and coughs, by name, as 16-bit samples."""
    chance = np.random.default_rng(SEED)
    made = {
        "silence": np.zeros(LENGTH), "a quiet microphone": _noise(chance, 0) * 0.0002,
        **{f"white noise {loud}": _noise(chance, 0) * loud for loud in (0.003, 0.03, 0.1)},
        **{f"pink noise {loud}": _noise(chance, 0.5) * loud for loud in (0.003, 0.02, 0.1, 0.2)},
        **{f"a tone of {hertz} hertz": _tone(hertz) for hertz in (100, 440, 1000, 2500)},
        **{f"{count} clicks": _repeated(np.array([0.9, -0.6, 0.3]), count) for count in (1, 4, 16)},
        **{f"{count} coughs": _repeated(_cough(chance), count) for count in (1, 2, 3, 5)},
    }  # fmt: skip
    return {name: _samples(sound) for name, sound in made.items()}


def _noise(chance: Chance, slope: float, length: int = LENGTH, low: float = 20, high: float = 8000) -> Sound:
    """Noise between two pitches, its power 1; white where the slope is 0, pink where it is a half."""
    pitch = np.fft.rfftfreq(length, 1 / RATE)
    wave = np.fft.rfft(chance.normal(size=length)) / np.maximum(pitch, low) ** slope
    wave[(pitch < low) | (pitch > high)] = 0
    sound = np.fft.irfft(wave, length)
    return np.asarray(sound / sound.std(), dtype=np.float64)


def _tone(hertz: float) -> Sound:
    return np.asarray(0.3 * np.sin(2 * np.pi * hertz * np.arange(LENGTH) / RATE), dtype=np.float64)


def _cough(chance: Chance) -> Sound:
    """A sharp burst of air, and after it a softer and deeper one."""
    seconds = np.arange(int(0.45 * RATE)) / RATE
    burst = _noise(chance, 0, len(seconds), 250, 4000) * np.exp(-seconds / 0.06)
    after = _noise(chance, 0.5, len(seconds), 120, 1500) * np.exp(-(((seconds - 0.25) / 0.08) ** 2))
    both = burst + 0.4 * after
    return np.asarray(0.6 * both / np.abs(both).max(), dtype=np.float64)


def _repeated(sound: Sound, count: int) -> Sound:
    whole = np.zeros(LENGTH)
    for start in np.linspace(0.3, 3.2, count):
        whole[int(start * RATE) : int(start * RATE) + len(sound)] += sound
    return whole


def _samples(sound: Sound) -> bytes:
    return bytes((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes())
