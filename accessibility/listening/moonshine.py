"""Moonshine: hears English with the small model that comes inside its package; works without any download."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from accessibility.listening.doubt import SURE, Sound, agreed, confidences, slower, stuck
from accessibility.listening.engine import BYTES_A_SECOND
from accessibility.listening.heard import Heard, Word
from accessibility.listening.pieces import Span, pieces, spread

MODEL = "tiny-en"
QUIETEST = "0.3"
"""How like speech a sound must be. Noise, tones, coughs and knocks stay far below, soft voices do not."""
PARTIAL_SECONDS, PARTIAL_SHARE = 0.8, 3.0
"""Words so far are heard anew after so much more sound, and after so many times as long as hearing them took."""
SECOND_SECONDS = 0.5
"""A second hearing, to find the words to doubt, only where the first was quicker than this."""


class Moonshine:
    """The model, and beside it its detector of speech: without that, it says "You" to silence."""

    def __init__(self, model: str = "") -> None:
        from moonshine_voice.moonshine_api import ModelArch  # type: ignore[import-untyped]
        from moonshine_voice.transcriber import Transcriber  # type: ignore[import-untyped]
        from moonshine_voice.utils import get_model_path  # type: ignore[import-untyped]

        folder, quiet = model or str(get_model_path(MODEL)), {"return_audio_data": "false"}
        self._ear = Transcriber(folder, ModelArch.TINY, options={**quiet, "vad_threshold": "0"})
        detector = {**quiet, "skip_transcription": "true", "vad_threshold": QUIETEST}
        self._detector = Transcriber(folder, ModelArch.TINY, options=detector)

    def listen(self, choices: Sequence[str] = ()) -> "Utterance":
        """Begin an utterance; this model knows no grammar, so the choices are of no use to it."""
        stream = self._detector.create_stream(update_interval=float("inf"))
        stream.start()
        return Utterance(self, stream)

    def hear(self, sound: Sound) -> list[str]:
        """The words of a piece in which there is speech."""
        lines = self._ear.transcribe_without_streaming(sound.tolist()).lines
        words = [word for line in lines for word in line.text.split()]
        return [word for word in words if any(letter.isalnum() for letter in word) and not stuck(word)]


class Utterance:
    """One utterance: settled pieces are heard once, the open one again and again while somebody speaks."""

    def __init__(self, model: Moonshine, stream: Any) -> None:
        self._model, self._stream = model, stream
        self._pcm = bytearray()
        self._settled: list[Word] = []
        self._pieces_settled = 0
        self._open: list[Word] = []
        self._before: list[str] = []
        self._next_partial = PARTIAL_SECONDS

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; the words so far."""
        self._pcm += pcm
        if not pcm:
            return self._heard()
        self._stream.add_audio(_sound(pcm).tolist())
        if self._seconds >= self._next_partial:
            started = time.monotonic()
            self._listen(self._speech(self._stream.update_transcription()), partial)
            took = time.monotonic() - started
            self._next_partial = self._seconds + max(PARTIAL_SECONDS, took * PARTIAL_SHARE)
        return self._heard()

    def close(self) -> Heard:
        """All words."""
        last = self._stream.stop()
        self._stream.close()
        speech = self._speech(last) if self._pcm else []
        self._listen(speech, partial=False)
        places = pieces(speech, self._seconds)
        for piece in places[self._pieces_settled :]:
            self._settled += self._words(piece, speech, twice=True)
        self._open.clear()
        return Heard(tuple(self._settled), final=True)

    @property
    def _seconds(self) -> float:
        return len(self._pcm) / BYTES_A_SECOND

    def _speech(self, lines: Any) -> list[Span]:
        return [Span(line.start_time, line.start_time + line.duration) for line in lines.lines] if lines else []

    def _listen(self, speech: list[Span], partial: bool) -> None:
        places = pieces(speech, self._seconds)
        for piece in places[self._pieces_settled : -1]:
            self._settled += self._words(piece, speech, twice=True)
            self._pieces_settled += 1
        if partial:
            now = self._words(places[-1], speech, twice=False) if places else []
            said = [word.word for word in now]
            self._open, self._before = now[: agreed(said, self._before)], said

    def _words(self, piece: Span, speech: list[Span], twice: bool) -> list[Word]:
        first, last = (int(second * BYTES_A_SECOND / 2) * 2 for second in (piece.start, piece.end))
        sound = _sound(bytes(self._pcm[first:last]))
        started = time.monotonic()
        words = self._model.hear(sound)
        sure = [SURE] * len(words)
        if twice and words and time.monotonic() - started < SECOND_SECONDS:
            sure = confidences(words, self._model.hear(slower(sound)))
        times = spread(words, piece, speech)
        return [Word(word, at.start, at.end, how) for word, at, how in zip(words, times, sure, strict=True)]

    def _heard(self) -> Heard:
        return Heard((*self._settled, *self._open))


def _sound(pcm: bytes) -> Sound:
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
