"""The processes of an installation are brought back: when they die, and when they hang."""

import os
import signal
import sys
import threading
import time

import pytest

from commands.installation import free_port
from operating import supervisor
from operating.supervisor import Part, Supervisor

pytestmark = pytest.mark.process

PATIENCE_SECONDS = 60.0


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A part that answers on a port of its own, watched by a supervisor that looks often; its lines of progress."""
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(supervisor, "HANG_SECONDS", 2.0)
    port = free_port()
    command = (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path))
    said: list[str] = []
    watching = Supervisor([Part("The part", command, {}, f"http://127.0.0.1:{port}/")], said.append)
    watching.wait_ready()
    thread = threading.Thread(target=watching.watch)
    thread.start()
    yield watching._processes[0], said
    watching.ask_to_stop()
    thread.join()
    watching.stop()


def _until(true):
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("harm", "told"), [(signal.SIGKILL, "ended (-9)"), (signal.SIGSTOP, "does not answer any more")]
)
def test_a_part_that_dies_or_hangs_is_brought_back(watched, harm, told):
    """It is another process then, it answers, and it is said why."""
    process, said = watched
    before = process.child.pid
    os.kill(before, harm)
    _until(lambda: process.child.pid != before and process.ready())
    assert any(told in line for line in said)


def test_a_part_that_is_merely_slow_is_left_alone(watched, monkeypatch):
    """Whoever works does not hang, however long they do not answer."""
    process, said = watched
    before = process.child.pid
    used = iter(range(1_000_000))
    monkeypatch.setattr(supervisor, "_processor_seconds", lambda _: float(next(used)))
    os.kill(before, signal.SIGSTOP)
    looked = process._looked
    _until(lambda: process._looked > looked + supervisor.HANG_SECONDS * 2)
    os.kill(before, signal.SIGCONT)
    assert process.child.pid == before
    assert said == [line for line in said if "is ready" in line]
