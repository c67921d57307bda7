"""Moonshine: hears English with the small model that comes inside its package; works without any download."""

import time
from collections.abc import Sequence

import numpy as np

from accessibility.listening.detector import Detector, Sound, Stream, is_tone, sound_of
from accessibility.listening.doubt import SURE, agreed, confidences, slower, stuck
from accessibility.listening.engine import BYTES_A_SECOND, RATE
from accessibility.listening.heard import Heard, Word
from accessibility.listening.pieces import Span, pieces, spread

MODEL = "tiny-en"
PARTIAL_SECONDS, PARTIAL_SHARE = 0.8, 8.0
"""Words so far are heard anew after so much more sound, and after so many times as long as hearing them took: of
a machine, four people at once leave half to others."""
SHORTEST = int(1.2 * RATE)
"""Samples below which the model hears nothing: a single word is put between silences."""
FEW = 2
"""So many words alone may well differ when they are heard again, and are shown, marked as doubted."""
SECOND_SECONDS, SHORT_SECONDS = 0.5, 6.0
"""A second hearing, to find the words to doubt, where the first was quicker than this, or so little was said."""


class Moonshine:
    """The model, and beside it the detector of speech: without that, it says "You" to silence."""

    def __init__(self, model: str = "") -> None:
        from moonshine_voice.moonshine_api import ModelArch
        from moonshine_voice.transcriber import Transcriber
        from moonshine_voice.utils import get_model_path

        folder = model or str(get_model_path(MODEL))
        options = {"return_audio_data": "false", "vad_threshold": "0"}
        self._ear = Transcriber(folder, ModelArch.TINY, options=options)
        self._detector = Detector(folder)

    def listen(self, choices: Sequence[str] = ()) -> "Utterance":
        """Begin an utterance; this model knows no grammar, so the choices are of no use to it."""
        return Utterance(self, self._detector.begin())

    def hear(self, sound: Sound) -> list[str]:
        """The words of a piece in which there is speech."""
        if len(sound) < SHORTEST:
            sound = np.pad(sound, (SHORTEST - len(sound) + 1) // 2)
        lines = self._ear.transcribe_without_streaming(sound.tolist()).lines
        words = [word for line in lines for word in line.text.split()]
        return [word for word in words if any(letter.isalnum() for letter in word) and not stuck(word)]


class Utterance:
    """One utterance: settled pieces are heard once, the open one again and again while somebody speaks."""

    def __init__(self, model: Moonshine, detected: Stream) -> None:
        self._model, self._detected = model, detected
        self._pcm = bytearray()
        self._settled: list[Word] = []
        self._pieces_settled = 0
        self._open: list[Word] = []
        self._before: list[str] = []
        self._next = PARTIAL_SECONDS

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; the words so far."""
        self._pcm += pcm
        self._detected.add(pcm)
        if self._detected.seconds >= self._next:
            started = time.monotonic()
            self._listen(self._detected.speech(), partial)
            took = time.monotonic() - started
            self._next = self._detected.seconds + max(PARTIAL_SECONDS, took * PARTIAL_SHARE)
        return Heard((*self._settled, *self._open))

    def close(self) -> Heard:
        """All words."""
        speech = self._detected.close()
        self._settle(pieces(speech, self._detected.seconds), speech)
        return Heard(tuple(self._settled), final=True)

    def _listen(self, speech: list[Span], partial: bool) -> None:
        places = pieces(speech, self._detected.seconds)
        self._settle(places[:-1], speech)
        if partial:
            now = self._words(places[-1], speech, twice=False) if places else []
            said = [word.word for word in now]
            self._open, self._before = now[: agreed(said, self._before)], said

    def _settle(self, places: Sequence[Span], speech: list[Span]) -> None:
        for piece in places[self._pieces_settled :]:
            self._settled += self._words(piece, speech, twice=True)
            self._pieces_settled += 1

    def _words(self, piece: Span, speech: list[Span], twice: bool) -> list[Word]:
        first, last = (int(second * BYTES_A_SECOND / 2) * 2 for second in (piece.start, piece.end))
        sound = sound_of(bytes(self._pcm[first:last]))
        if is_tone(sound):
            return []
        started = time.monotonic()
        words = self._model.hear(sound)
        sure = [SURE] * len(words)
        quick = time.monotonic() - started < SECOND_SECONDS or piece.end - piece.start < SHORT_SECONDS
        if twice and words and quick:
            sure = confidences(words, self._model.hear(slower(sound)))
            if SURE not in sure and len(words) > FEW:  # two wild guesses are no words
                return []
        times = spread(words, piece, speech)
        return [Word(word, at.start, at.end, how) for word, at, how in zip(words, times, sure, strict=True)]
