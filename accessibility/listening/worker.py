"""The process in which an engine runs, alone: `python -m accessibility.listening.worker ENGINE MODEL CONNECTION`."""

import os
import signal
import sys
from multiprocessing.connection import Connection

from accessibility.listening.engine import Engine, Recogniser
from accessibility.listening.heard import Heard
from accessibility.listening.request import Begin, Failed, Feed, Reply, Request, Unknown

POLITE = 2
"""Somebody who types is answered before somebody's words are worked out."""


def loaded(name: str, model: str) -> Engine:
    """The engine, its model in memory."""
    if name == "vosk":
        from accessibility.listening.vosk import Vosk

        return Vosk(model)
    from accessibility.listening.moonshine import Moonshine

    return Moonshine(model)


class Worker:
    """Answers one request after another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._heard: dict[int, Recogniser] = {}

    def answer(self, request: Request) -> Reply:
        """What was heard, or why nothing was."""
        try:
            return self._answer(request)
        except Exception as error:  # noqa: BLE001  # an engine may fail in any way; the others must not suffer
            self._heard.pop(request.utterance, None)
            return Failed(type(error).__name__)

    def _answer(self, request: Request) -> Reply:
        if isinstance(request, Begin):
            self._heard[request.utterance] = self._engine.listen(request.choices)
            return Heard()
        recogniser = self._heard.get(request.utterance)
        if recogniser is None:
            return Unknown()
        if isinstance(request, Feed):
            return recogniser.feed(request.pcm, request.partial)
        del self._heard[request.utterance]
        return recogniser.close() if request.wanted else Heard()


def main(name: str, model: str, connection: Connection) -> None:
    """Serve whoever holds the other end, until they are gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(POLITE)
    try:
        worker = Worker(loaded(name, model))
    except Exception as error:  # noqa: BLE001  # Vosk raises a bare Exception for a bad folder
        connection.send(Failed(f"{type(error).__name__}: {error}"))
        return
    connection.send(Heard())
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        connection.send(worker.answer(request))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Connection(int(sys.argv[3])))
