"""Vosk: hears any language of which there is a model folder, word by word while somebody speaks."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accessibility.listening.engine import RATE
from accessibility.listening.heard import Heard, Word

CHUNK = RATE // 5 * 2
"""Bytes that are fed at once: a fifth of a second."""
UNKNOWN = "[unk]"
"""What a grammar hears where something else was said."""


class Vosk:
    """A model; any number of people may be heard with it, one at a time."""

    def __init__(self, model: str) -> None:
        import vosk  # type: ignore[import-untyped]

        if not (Path(model) / "am" / "final.mdl").is_file() and not (Path(model) / "final.mdl").is_file():
            raise FileNotFoundError(f"{model} is no Vosk model: it has no final.mdl")
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(model_path=model)

    def listen(self, choices: Sequence[str] = ()) -> "Utterance":
        """Begin an utterance; with choices, these alone are listened for first."""
        return Utterance(self, choices)

    def recogniser(self, choices: Sequence[str] = ()) -> Any:
        """Vosk's own recogniser."""
        from vosk import KaldiRecognizer

        words = json.dumps([*(choice.lower() for choice in choices), UNKNOWN], ensure_ascii=False)
        made = KaldiRecognizer(self._model, RATE, words) if choices else KaldiRecognizer(self._model, RATE)
        made.SetWords(True)
        made.SetPartialWords(True)
        return made


class Utterance:
    """One utterance, joined from the segments that Vosk makes at each pause."""

    def __init__(self, model: Vosk, choices: Sequence[str] = ()) -> None:
        self._model, self._choices = model, tuple(choices)
        self._recogniser = model.recogniser(choices)
        self._said: list[Word] = []
        self._open: list[Word] = []
        self._pcm = bytearray()

    def feed(self, pcm: bytes, partial: bool = True) -> Heard:
        """More sound; the words so far."""
        if self._choices:
            self._pcm += pcm
        for start in range(0, len(pcm), CHUNK):
            if self._recogniser.AcceptWaveform(pcm[start : start + CHUNK]):
                self._said += _words(self._recogniser.Result(), "result")
        self._open = _words(self._recogniser.PartialResult(), "partial_result")
        return Heard(_known([*self._said, *self._open]))

    def close(self) -> Heard:
        """All words; where none of the choices was said, it is listened to again, for any words."""
        said = [*self._said, *_words(self._recogniser.FinalResult(), "result")]
        if self._choices and (not said or any(word.word == UNKNOWN for word in said)):
            again = Utterance(self._model)
            again.feed(bytes(self._pcm), partial=False)
            return again.close()
        return Heard(_known(said), final=True)


def _words(result: str, kind: str) -> list[Word]:
    return [
        Word(word["word"], round(word["start"], 2), round(word["end"], 2), round(word["conf"], 2))
        for word in json.loads(result).get(kind, [])
    ]


def _known(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for word in words if word.word != UNKNOWN)
