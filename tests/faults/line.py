"""The line between people and the server: a proxy that drops, delays and loses what goes over it."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field

CHUNK, PATIENCE_SECONDS = 65_536, 60.0


@dataclass
class Line:
    """Listens on a port of its own and passes everything on; `delay` is in seconds, for each piece and each way."""

    to_port: int
    delay: float = 0.0
    dropping: bool = False
    losing_replies: bool = False
    _pairs: set["tuple[socket.socket, socket.socket]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def base(self) -> str:
        """Where people find the server."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection ends now, in the middle of whatever it carries."""
        for pair in list(self._pairs):
            _end(*pair)

    def close(self) -> None:
        """Nobody comes in any more."""
        self._door.close()
        self.cut()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                person, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(person,), daemon=True).start()

    def _connect(self, person: socket.socket) -> None:
        try:
            if self.dropping:
                raise ConnectionError
            server = socket.create_connection(("127.0.0.1", self.to_port), timeout=PATIENCE_SECONDS)
        except OSError:
            _end(person)
            return
        pair = (person, server)
        self._pairs.add(pair)
        threading.Thread(target=self._pass_on, args=(person, server, pair, False), daemon=True).start()
        self._pass_on(server, person, pair, True)
        self._pairs.discard(pair)

    def _pass_on(self, source: socket.socket, to: socket.socket, pair: tuple[socket.socket, ...], back: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(CHUNK):
                if self.dropping or (back and self.losing_replies):
                    break
                time.sleep(self.delay)
                to.sendall(piece)
        _end(*pair)


def _end(*ends: socket.socket) -> None:
    for one in ends:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
