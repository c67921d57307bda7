"""Connections on which nothing is said keep nobody waiting; by the server as it is started for real."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from http import HTTPStatus

import pytest
import urllib3

from commands.installation import free_port
from operating.settings import ROOT

SILENT, PATIENCE_SECONDS = 200, 60.0


@pytest.fixture
def port(tmp_path, store):
    """Of a page with four threads, without an engine."""
    found = free_port()
    own = {"HOME": str(tmp_path), "PORT": str(found), "THREADS": "4", "SECRET_KEY": "x" * 40}
    settings = {f"MYSAY_{name}": value for name, value in own.items()}
    server = subprocess.Popen([sys.executable, "-m", "web.server"], cwd=ROOT, env=os.environ | settings)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not alive(found):
            assert time.monotonic() < until
        yield found
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def alive(port):
    """Whether it answers, over a connection of its own."""
    try:
        return urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_SECONDS, retries=False)
    except urllib3.exceptions.HTTPError:
        time.sleep(0.1)


def test_connections_that_browsers_open_in_advance_hold_up_nobody(port):
    """Two hundred on which nothing was said: whoever asks is answered, and so is whoever asks on one of these later."""
    with contextlib.ExitStack() as at_the_end:
        silent = [at_the_end.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SILENT)]
        assert alive(port).status == HTTPStatus.OK
        for one in (silent[0], silent[-1]):
            one.settimeout(PATIENCE_SECONDS)
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert one.recv(20).startswith(b"HTTP/1.1 200 ")
