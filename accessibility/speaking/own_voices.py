"""The voices of the system itself, by pyttsx3's own driver, where eSpeak's library cannot be loaded.

Such a driver can only write a file: it is made in a private folder, read, and gone before the answer leaves. It tells
no times either: a word's share of the sound is its share of the letters, so that highlighting is near, not exact.
"""

import aifc
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

WRITING_SECONDS = 5.0


class OwnVoices:
    """Speaks with the system's usual voice: macOS and Windows have no voice by eSpeak's names."""

    def __init__(self, driver_name: str | None = None) -> None:
        import pyttsx3

        self._engine = pyttsx3.init(driver_name)

    def say(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """As `voice_process.Espeak.say` answers."""
        self._engine.setProperty("rate", wanted["rate"])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said"
            self._engine.save_to_file(wanted["said"], str(path))
            self._engine.runAndWait()
            samples, sample_rate = _read(path)
        marks = _shared_out(wanted["said"], len(samples) / 2 / sample_rate)
        return {"bytes": len(samples), "sample_rate": sample_rate, "marks": marks}, samples


def _read(path: Path) -> tuple[bytes, int]:
    """Mono 16-bit samples of a WAV or AIFF file, which the driver may still be writing."""
    until = time.monotonic() + WRITING_SECONDS
    while True:
        try:
            return _samples(path)
        except (OSError, EOFError, wave.Error, aifc.Error):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _samples(path: Path) -> tuple[bytes, int]:
    big_endian = path.read_bytes()[:4] == b"FORM"
    with aifc.open(str(path), "r") if big_endian else wave.open(str(path), "rb") as sound:
        if (sound.getnchannels(), sound.getsampwidth()) != (1, 2):
            raise RuntimeError("not mono and 16 bit")
        samples = bytearray(sound.readframes(sound.getnframes()))
        sample_rate = sound.getframerate()
    if not samples:
        raise EOFError
    if big_endian:
        samples[0::2], samples[1::2] = samples[1::2], samples[0::2]
    return bytes(samples), sample_rate


def _shared_out(said: str, seconds: float) -> list[tuple[int, int]]:
    letters = max(1, len(said))
    starts = [
        place for place, letter in enumerate(said) if not letter.isspace() and (not place or said[place - 1].isspace())
    ]
    return [(place, round(1000 * seconds * place / letters)) for place in starts]
