"""A pyttsx3 driver for servers: eSpeak synthesises while one waits, into memory, and each word keeps its time.

pyttsx3's own eSpeak driver talks to a thread of eSpeak's: it loses rates and texts, and writes what it says to files.
Imported in a voice process alone (`accessibility.speaking.voice_process`), after `library.borrow_espeak`.
"""

import ctypes
import sys
from typing import Any

from pyttsx3.drivers import _espeak
from pyttsx3.drivers.espeak import EspeakDriver

NAME = "mysay"
BUFFER_MILLISECONDS = 1000


class SynchronousDriver(EspeakDriver):  # type: ignore[misc]  # pyttsx3 has no type hints
    """Tells what it has said as `spoken(audio, sample_rate, marks)`: 16-bit samples, and [place in the text, ms]."""

    sample_rate = 0

    def __init__(self, proxy: Any) -> None:
        if not EspeakDriver._moduleInitialized:  # noqa: SLF001  # so that the base class does not start eSpeak its way
            SynchronousDriver.sample_rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MILLISECONDS)
            EspeakDriver._moduleInitialized = True  # noqa: SLF001  # the base class looks there, and nowhere else
            EspeakDriver._defaultVoice = "gmw/en"  # noqa: SLF001  # the base class asks for it by this name
        self._audio = bytearray()
        self._marks: list[tuple[int, int]] = []
        super().__init__(proxy)

    def say(self, text: str) -> None:
        """Synthesise now; back when all of it is there."""
        self._audio, self._marks = bytearray(), []
        code = _espeak.Synth(text, flags=_espeak.CHARS_UTF8)
        if code != _espeak.EE_OK:
            raise RuntimeError(f"eSpeak gave {code}")
        self._proxy.notify("spoken", audio=bytes(self._audio), sample_rate=self.sample_rate, marks=self._marks)

    def startLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Do all that waits; the last of it ends the loop."""
        self._proxy.setBusy(False)

    def _onSynth(self, wav: Any, samples: int, events: Any) -> int:  # noqa: N802  # pyttsx3's name
        for event in events:
            if event.type == _espeak.EVENT_LIST_TERMINATED:
                break
            if event.type == _espeak.EVENT_WORD:
                self._marks.append((event.text_position - 1, event.audio_position))
        if samples > 0:
            self._audio += ctypes.string_at(wav, samples * ctypes.sizeof(ctypes.c_short))
        return 0


def buildDriver(proxy: Any) -> SynchronousDriver:  # noqa: N802  # pyttsx3 calls it
    """What pyttsx3 asks a driver's module for."""
    return SynchronousDriver(proxy)


def register() -> None:
    """Make it known to pyttsx3 as one of its own drivers."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
