"""An engine in a process of its own: started when needed, asked one thing at a time, made anew when it has died."""

import os
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from accessibility.listening.choice import Plan
from accessibility.listening.request import Failed, Reply, Request
from operating.surroundings import ordinary

ROOT = Path(__file__).resolve().parents[2]
LOAD_SECONDS, ANSWER_SECONDS, AGAIN_SECONDS = 60.0, 60.0, 10.0


class Died(Exception):
    """The process is gone, and what it had heard with it."""


class Unusable(Exception):
    """The engine cannot be loaded, or failed."""


class Process:
    """Safe to share between threads; holds nothing until it is asked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._failed, self._failed_at = "", -AGAIN_SECONDS

    def ask(self, request: Request) -> Reply:
        """The answer; raises Died, after which the next question starts a new process, or Unusable."""
        with self._lock:
            connection = self._connection or self._start()
            return self._exchange(connection, request)

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self._child.pid if self._child else None

    def stop(self) -> None:
        """End it, and give back its memory."""
        with self._lock:
            self._end()

    def _start(self) -> Connection:
        if time.monotonic() - self._failed_at < AGAIN_SECONDS:
            raise Unusable(self._failed)
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-W", "ignore", "-m", "accessibility.listening.worker"]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        with theirs:
            self._child = subprocess.Popen(
                [*command, self.plan.engine, self.plan.model, str(theirs.fileno())], pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**ordinary(), "PYTHONPATH": path},
            )  # fmt: skip
        connection = self._connection = Connection(ours.detach())
        try:
            ready = self._receive(connection, LOAD_SECONDS)
        except Died as error:
            ready = Failed(str(error))
        if isinstance(ready, Failed):
            self._end()
            self._failed, self._failed_at = ready.why, time.monotonic()
            raise Unusable(ready.why)
        return connection

    def _exchange(self, connection: Connection, request: Request) -> Reply:
        try:
            connection.send(request)
            return self._receive(connection, ANSWER_SECONDS)
        except (Died, OSError) as error:
            self._end()
            raise Died from error

    def _receive(self, connection: Connection, seconds: float) -> Reply:
        try:
            if not connection.poll(seconds):
                raise Died(f"no answer for {seconds:.0f} s")
            return connection.recv()  # type: ignore[no-any-return]  # our own worker sends nothing else
        except (EOFError, OSError) as error:
            raise Died("it ended") from error

    def _end(self) -> None:
        if self._connection:
            self._connection.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._connection = self._child = None
