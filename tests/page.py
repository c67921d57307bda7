"""The page alone, without an engine: the server as it is started for real."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3

from commands.installation import free_port
from operating.settings import ROOT

PATIENCE_SECONDS = 60.0


@contextmanager
def page_alone(home: Path) -> Iterator[int]:
    """Its port, once it answers; it has four threads."""
    found = free_port()
    own = {"HOME": str(home), "PORT": str(found), "THREADS": "4", "SECRET_KEY": "x" * 40}
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


def alive(port: int) -> urllib3.BaseHTTPResponse | None:
    """Its answer over a connection of its own, where there is one."""
    try:
        return urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_SECONDS, retries=False)
    except urllib3.exceptions.HTTPError:
        time.sleep(0.1)
        return None
