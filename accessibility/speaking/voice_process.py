"""A voice process: reads what to say from its input, line by line, and writes back the sound; ends with its input.

Each line is JSON, `{said, voice, pitch, rate}`; each answer a line of JSON, `{bytes, sample_rate, marks}` or `{error}`,
and then so many bytes. It runs apart from the server since eSpeak keeps one voice, one text and one thread for all.
"""

import json
import os
import signal
import sys
from typing import Any, BinaryIO

from accessibility.speaking import library
from accessibility.speaking.own_voices import OwnVoices

VOLUME = 0.8
"""Of what eSpeak can do: its loudest voices reach the top of the scale at 1."""


class Espeak:
    """pyttsx3 with our driver; raises OSError or ImportError where eSpeak's library cannot be loaded."""

    def __init__(self) -> None:
        library.borrow_espeak()
        import pyttsx3

        from accessibility.speaking import driver

        driver.register()
        self._engine = pyttsx3.init(driver.NAME)
        self._engine.connect("spoken", lambda **spoken: self._spoken.update(spoken))
        self._engine.connect("error", lambda **error: self._errors.append(type(error["exception"]).__name__))
        self._spoken: dict[str, Any] = {}
        self._errors: list[str] = []

    def say(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The head and the body of an answer; an error is told by its kind alone, since its words may be somebody's."""
        self._spoken, self._errors = {}, []
        for name in ("voice", "rate", "pitch"):
            self._engine.setProperty(name, wanted[name])
        self._engine.setProperty("volume", VOLUME)
        self._engine.say(wanted["said"])
        self._engine.runAndWait()
        if self._errors or not self._spoken:
            return {"error": self._errors[0] if self._errors else "NothingSaid"}, b""
        audio = self._spoken["audio"]
        return {"bytes": len(audio), **{name: self._spoken[name] for name in ("sample_rate", "marks")}}, audio


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our input
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # pyttsx3 and eSpeak may print: never among the answers
    talker = _talker()
    for line in sys.stdin.buffer:
        answer(talker, json.loads(line), answers)


def _talker() -> "Espeak | OwnVoices":
    try:
        return Espeak()
    except (ImportError, OSError):
        return OwnVoices()


def answer(talker: "Espeak | OwnVoices", wanted: dict[str, Any], answers: BinaryIO) -> None:
    """Write one answer."""
    head, body = talker.say(wanted)
    answers.write(json.dumps(head).encode() + b"\n" + body)
    answers.flush()


if __name__ == "__main__":
    main()
