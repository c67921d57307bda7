"""One person at a socket: their sound comes in, and their words go back while they speak."""

import json
from collections.abc import Sequence
from typing import Any

from simple_websocket import ConnectionClosed, Server
from wsproto.utilities import LocalProtocolError

from accessibility.listening.engine import BYTES_A_SECOND
from accessibility.listening.heard import Heard
from accessibility.listening.listener import Listener
from accessibility.listening.places import Full
from accessibility.listening.process import Unusable
from accessibility.listening.room import Room
from accessibility.listening.sound import LONGEST_SECONDS, NotSound, other_format

SILENT_SECONDS = 20.0
"""A page that listens sends sound all the time, also while nobody speaks: without any, nobody is there."""
STOP = "stop"


class SocketTalk:
    """From the first sound to the last word."""

    def __init__(self, ws: Server, room: Room, engine: str) -> None:
        self._ws, self._room, self._engine = ws, room, engine
        self._pcm = bytearray()
        self._bytes = 0
        self._stopped = False

    def hold(self, person: str, choices: Sequence[str]) -> None:
        """Until they stop, are gone, or have spoken for as long as one answer holds."""
        try:
            with self._room.listen(person, choices, told=lambda: self._send(state="busy")) as listener:
                listener.begin()
                self._send(state="listening")
                self._listen(listener)
        except Full:
            self._send(problem="busy_listening")
        except Unusable:
            self._send(problem="cannot_listen")
        except NotSound:
            self._send(problem="not_sound")

    def _listen(self, listener: Listener) -> None:
        shown = Heard()
        while self._receive():
            heard = listener.feed(self._taken())
            if heard != shown:
                self._tell(heard)
                shown = heard
        if self._stopped or self._full:
            listener.feed(self._taken(), partial=False)
            self._tell(listener.close())

    def _receive(self) -> bool:
        """Take all sound that is there; whether to go on. Raises NotSound."""
        message = self._ws.receive(timeout=SILENT_SECONDS)
        while isinstance(message, bytes) and not self._full:
            if not self._bytes and other_format(message):
                raise NotSound
            self._pcm += message
            self._bytes += len(message)
            message = self._ws.receive(timeout=0)
            if message is None:
                return True
        self._stopped = message == STOP
        return False

    def _taken(self) -> bytes:
        """Whole samples alone."""
        whole = len(self._pcm) // 2 * 2
        taken = bytes(self._pcm[:whole])
        del self._pcm[:whole]
        return taken

    @property
    def _full(self) -> bool:
        return self._bytes >= LONGEST_SECONDS * BYTES_A_SECOND

    def _tell(self, heard: Heard) -> None:
        self._send(**heard.as_json(), final=heard.final, engine=self._engine)

    def _send(self, **fields: Any) -> None:
        try:
            self._ws.send(json.dumps(fields, ensure_ascii=False))
        except (OSError, LocalProtocolError):  # gone, or shut out for what it sent, since we last looked
            raise ConnectionClosed from None
