"""Where there is speech in a sound: without this, every engine hears words in silence, coughs and knocks."""

from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accessibility.listening.engine import BYTES_A_SECOND, RATE
from accessibility.listening.pieces import Span

Sound = NDArray[np.float32]
QUIETEST = "0.4"
"""How like speech a sound must be. Noise, tones, coughs and knocks stay far below, soft voices do not."""
TONE, TONE_HERTZ = 0.9, 20
"""More of the power than this, this near to the loudest pitch; of the power of speech at most 0.6 of it is."""
HUSH = 0.5
"""Seconds of silence that are put before and after."""


def sound_of(pcm: bytes) -> Sound:
    """Samples between -1 and 1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768


def is_tone(sound: Sound) -> bool:
    """Whether nearly all of a sound is at one pitch: a beep may rise and fall as speech does, and is none."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    near = max(1, round(TONE_HERTZ * len(sound) / RATE))
    peak = int(power.argmax())
    return bool(power[max(0, peak - near) : peak + near + 1].sum() > TONE * power.sum())


class Detector:
    """The one that moonshine-voice carries; it needs none of its models."""

    def __init__(self, folder: str) -> None:
        from moonshine_voice.moonshine_api import ModelArch
        from moonshine_voice.transcriber import Transcriber

        options = {"return_audio_data": "false", "skip_transcription": "true", "vad_threshold": QUIETEST}
        self._detector = Transcriber(folder, ModelArch.TINY, options=options)

    def begin(self) -> "Stream":
        """One utterance."""
        stream = self._detector.create_stream(update_interval=float("inf"))
        stream.start()
        return Stream(stream)

    @classmethod
    def installed(cls) -> "Detector | None":
        """None where moonshine-voice is not for this machine: then nothing is left out."""
        if not find_spec("moonshine_voice"):
            return None
        from moonshine_voice.utils import get_model_path

        return cls(str(get_model_path()))


class Stream:
    """The speech of one utterance so far."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._bytes = 0
        self._hush()

    @property
    def seconds(self) -> float:
        """How much has come."""
        return self._bytes / BYTES_A_SECOND

    def add(self, pcm: bytes) -> None:
        """More sound."""
        self._bytes += len(pcm)
        if pcm:
            self._stream.add_audio(sound_of(pcm).tolist())

    def speech(self) -> list[Span]:
        """Where there was speech so far."""
        return self._spans(self._stream.update_transcription()) if self._bytes else []

    def close(self) -> list[Span]:
        """Where there was speech."""
        self._hush()
        self.speech()  # stopping looks at no sound that came since
        found = self._spans(self._stream.stop()) if self._bytes else []
        self._stream.close()
        return found

    def _hush(self) -> None:
        """A single short word is found only between two silences."""
        self._stream.add_audio([0.0] * int(HUSH * RATE))

    def _spans(self, lines: Any) -> list[Span]:
        if lines is None:
            return []
        found = [(line.start_time - HUSH, line.start_time + line.duration - HUSH) for line in lines.lines]
        return [Span(max(0.0, start), min(self.seconds, end)) for start, end in found if end > 0]
