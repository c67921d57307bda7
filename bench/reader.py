"""Somebody who is read to by a running server; and the bare engine beside it."""

import base64
import io
import time
import wave
from dataclasses import dataclass

from accessibility.speaking.speech import Speech, Word
from accessibility.speaking.utterance import Utterance
from accessibility.speaking.voice_process import Espeak
from accessibility.speaking.voices import Voice, Voices
from bench.mysay_under_test import OPENING
from bench.subject import Line


@dataclass(frozen=True)
class Read:
    """What came back, and the seconds that it took."""

    speech: Speech
    took: float


class Reader:
    """One person, with a conversation and a connection of their own."""

    def __init__(self, port: int) -> None:
        self._line = Line(port)
        token = self._line.enters("/api/v1/conversations", OPENING)["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def reads(self, text: str, voice: Voice, speed: float = 1.0) -> Read:
        """The text as sound and words."""
        wanted = {"text": text, "voice": voice.id, "rate": speed}
        began = time.perf_counter()
        reply = self._line.post("/api/v1/speech/synthesise", wanted, self._headers)
        took = time.perf_counter() - began
        with wave.open(io.BytesIO(base64.b64decode(reply["audio"]))) as file:
            audio, rate = file.readframes(file.getnframes()), file.getframerate()
        words = tuple(Word(word["word"], word["start"], word["end"], word["offset"]) for word in reply["words"])
        return Read(Speech(audio, rate, words), took)


class Bare:
    """eSpeak NG through pyttsx3 in this very process: no server, no other process, nothing made of its marks."""

    def __init__(self, voices: Voices) -> None:
        self._voices, self._espeak = voices, Espeak()

    def reads(self, text: str, voice: Voice) -> float:
        """The seconds that it took."""
        said = Utterance.of(text, self._voices.pronunciations).said
        wanted = {"said": said, "voice": voice.engine, "pitch": voice.pitch, "rate": self._voices.words_a_minute}
        began = time.perf_counter()
        _, audio = self._espeak.say(wanted)
        took = time.perf_counter() - began
        if not audio:
            raise RuntimeError("nothing was said")
        return took
