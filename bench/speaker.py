"""Somebody who speaks to a running server, by POST or through the socket as people speak; and the bare engine."""

import json
import time
from dataclasses import dataclass

import urllib3

from accessibility.listening.detector import sound_of
from accessibility.listening.engine import BYTES_A_SECOND
from bench.mysay_under_test import OPENING
from bench.subject import Line
from tests.speech.socket import Socket

CHUNK = BYTES_A_SECOND // 10
"""Bytes a message: a tenth of a second, as the page sends them."""
PATIENCE_SECONDS = 60.0


class NotHeardError(Exception):
    """The server refused to listen: a figure without its words must never count."""


@dataclass(frozen=True)
class Spoken:
    """The last words; seconds from the beginning of speech to them, and from its end; whether words came on the way."""

    text: str
    from_start_s: float
    from_stop_s: float
    waited: bool = False
    on_the_way: bool = False


class Speaker:
    """One person, with a conversation of their own."""

    def __init__(self, port: int) -> None:
        self._address = f"127.0.0.1:{port}/api/v1/speech"
        token = Line(port).enters("/api/v1/conversations", OPENING)["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def posts(self, pcm: bytes) -> Spoken:
        """The whole utterance at its end."""
        stopped = time.perf_counter()
        url = f"http://{self._address}/recognise"
        reply = urllib3.request("POST", url, body=pcm, headers=self._headers, timeout=PATIENCE_SECONDS, retries=False)
        took = time.perf_counter() - stopped
        if reply.status != 200:
            raise NotHeardError(f"{reply.status} {reply.data[:200]!r}")
        return Spoken(reply.json()["text"], took + len(pcm) / BYTES_A_SECOND, took)

    def says(self, pcm: bytes, faster: float = 1.0) -> Spoken:
        """Each tenth of a second goes when it has been spoken, so many times faster than people speak."""
        socket = Socket(f"ws://{self._address}/listen", headers=self._headers)
        started = time.perf_counter()
        for at in range(0, len(pcm), CHUNK):
            spoken = pcm[at : at + CHUNK]
            due = started + (at + len(spoken)) / BYTES_A_SECOND / faster
            time.sleep(max(0.0, due - time.perf_counter()))
            socket.send(spoken)
        stopped = time.perf_counter()
        socket.send("stop")
        return _to_the_end(socket, started, stopped)


class Bare:
    """The engine that the server uses, as it comes: the whole sound at once, and no detector of speech before it."""

    def __init__(self) -> None:
        from moonshine_voice.moonshine_api import ModelArch
        from moonshine_voice.transcriber import Transcriber
        from moonshine_voice.utils import get_model_path

        self._ear = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY, options={"vad_threshold": "0"})

    def hears(self, pcm: bytes) -> Spoken:
        """The whole utterance at its end."""
        stopped = time.perf_counter()
        lines = self._ear.transcribe_without_streaming(sound_of(pcm).tolist()).lines
        took = time.perf_counter() - stopped
        return Spoken(" ".join(line.text for line in lines), took + len(pcm) / BYTES_A_SECOND, took)


def _to_the_end(socket: Socket, started: float, stopped: float) -> Spoken:
    waited = on_the_way = False
    while True:
        message = json.loads(socket.receive(timeout=PATIENCE_SECONDS) or '{"problem": "no answer"}')
        if "problem" in message:
            raise NotHeardError(message["problem"])
        waited |= message.get("state") == "busy"
        if message.get("final"):
            now = time.perf_counter()
            return Spoken(message["text"], now - started, now - stopped, waited, on_the_way)
        on_the_way |= bool(message.get("text"))
