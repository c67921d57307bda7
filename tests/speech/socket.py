"""The listening socket from the other side, for tests and benchmarks."""

import simple_websocket


class Socket(simple_websocket.Client):  # type: ignore[misc]  # it has no type hints
    """A client that misses nothing: its base leaves a message unread that came together with the handshake's answer."""

    def handshake(self) -> None:
        """Its base leaves the connection open where it is refused."""
        try:
            super().handshake()
        except simple_websocket.ConnectionError:
            self.sock.close()
            raise

    def _thread(self) -> None:
        self.connected = self._handle_events()
        super()._thread()
