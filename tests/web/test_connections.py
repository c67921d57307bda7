"""Connections on which nothing is said keep nobody waiting; by the server as it is started for real."""

import contextlib
import socket
from http import HTTPStatus

import pytest

from tests.page import PATIENCE_SECONDS, alive, page_alone

pytestmark = pytest.mark.process

SILENT = 200


@pytest.fixture
def port(tmp_path, store):
    with page_alone(tmp_path) as found:
        yield found


def test_connections_that_browsers_open_in_advance_hold_up_nobody(port):
    """Two hundred on which nothing was said: whoever asks is answered, and so is whoever asks on one of these later."""
    with contextlib.ExitStack() as at_the_end:
        silent = [at_the_end.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SILENT)]
        assert alive(port).status == HTTPStatus.OK
        for one in (silent[0], silent[-1]):
            one.settimeout(PATIENCE_SECONDS)
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert one.recv(20).startswith(b"HTTP/1.1 200 ")
