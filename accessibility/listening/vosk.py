"""Vosk: hears any language of which there is a model folder, word by word while somebody speaks."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accessibility.listening.choice import is_model
from accessibility.listening.detector import Detector
from accessibility.listening.engine import RATE
from accessibility.listening.grammar import meant
from accessibility.listening.heard import Heard, Word
from accessibility.listening.pieces import EDGE, Span

CHUNK = RATE // 5 * 2
"""Bytes that are fed at once: a fifth of a second."""
MARK = ("[", "<")
"""How marks begin that are no words: noise, or something unknown."""


class Vosk:
    """A model, and a detector of speech where there is one."""

    def __init__(self, model: str) -> None:
        import vosk

        if not is_model(Path(model)):
            raise FileNotFoundError(f"{model} is no Vosk model: it has no am/final.mdl")
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(model_path=model)
        self.detector = Detector.installed()

    def listen(self, choices: Sequence[str] = ()) -> "Utterance":
        """Begin an utterance; where one of the choices is said, it is heard as that."""
        return Utterance(self, choices)

    def recogniser(self, choices: Sequence[str] = ()) -> Any:
        """Vosk's own recogniser; with choices, it hears nothing else."""
        from vosk import KaldiRecognizer

        only = [json.dumps([choice.lower() for choice in choices], ensure_ascii=False)] if choices else []
        made = KaldiRecognizer(self._model, RATE, *only)
        made.SetWords(True)
        made.SetPartialWords(True)
        return made


class Utterance:
    """One utterance, joined from the segments that Vosk makes at each pause."""

    def __init__(self, model: Vosk, choices: Sequence[str] = ()) -> None:
        self._model, self._choices = model, tuple(choices)
        self._detected = model.detector.begin() if model.detector else None
        self._recogniser = model.recogniser()
        self._said: list[Word] = []
        self._pcm = bytearray()

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; the words so far."""
        if self._choices:
            self._pcm += pcm
        if self._detected:
            self._detected.add(pcm)
        self._said += _fed(self._recogniser, pcm)
        words = [*self._said, *_words(self._recogniser.PartialResult(), "partial_result")] if partial else self._said
        return Heard(_spoken(words, self._detected.speech() if self._detected and partial else None))

    def close(self) -> Heard:
        """All words."""
        said = [*self._said, *_words(self._recogniser.FinalResult(), "result")]
        heard = Heard(_spoken(said, self._detected.close() if self._detected else None), final=True)
        return (self._choice(heard.text) or heard) if heard.words and self._choices else heard

    def _choice(self, freely: str) -> Heard | None:
        recogniser = self._model.recogniser(self._choices)
        words = [*_fed(recogniser, bytes(self._pcm)), *_words(recogniser.FinalResult(), "result")]
        heard = Heard(tuple(words), final=True)
        return heard if meant(self._choices, heard.text, freely) else None


def _fed(recogniser: Any, pcm: bytes) -> list[Word]:
    """The words of all segments that ended in this sound."""
    ended: list[Word] = []
    for start in range(0, len(pcm), CHUNK):
        if recogniser.AcceptWaveform(pcm[start : start + CHUNK]):
            ended += _words(recogniser.Result(), "result")
    return ended


def _words(result: str, kind: str) -> list[Word]:
    return [
        Word(word["word"], round(word["start"], 2), round(word["end"], 2), round(word["conf"], 2))
        for word in json.loads(result).get(kind, [])
        if not word["word"].startswith(MARK)
    ]


def _spoken(words: Sequence[Word], speech: Sequence[Span] | None) -> tuple[Word, ...]:
    """Without what was heard where nobody spoke."""
    if speech is None:
        return tuple(words)
    return tuple(
        word for word in words if any(word.end > at.start - EDGE and word.start < at.end + EDGE for at in speech)
    )
