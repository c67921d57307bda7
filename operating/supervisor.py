"""Keeping the processes of one installation alive: started together, brought back when they die, stopped together."""

import contextlib
import os
import signal
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import psutil

WAIT_SECONDS, POLL_SECONDS, STOP_SECONDS = 180.0, 0.1, 10.0
LONGEST_PAUSE_SECONDS = 5.0
WELL_AFTER_SECONDS = 30.0
LOOK_SECONDS, HANG_SECONDS = 2.0, 10.0
"""So often each process is asked whether it answers; after so long one that does not, and does nothing else, hangs."""
IDLE_SECONDS = 0.05
"""Processor time in `LOOK_SECONDS` below which a process does nothing: one that is merely busy takes more."""
MOST_DEATHS = 3
"""How often a process may end before it was ever ready."""


class PartFailed(Exception):
    """A process did not become ready in time."""


@dataclass(frozen=True)
class Part:
    """One process: what to run, and the address that answers 200 once it is ready; without one, ready while it runs.

    `environment`: all that it is told; nothing of ours goes along by itself.
    `ready_word` must be in that answer: it tells our process from another program's on the same port.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready_url: str | None = None
    ready_word: str = ""


class Process:
    """A part that runs; when it dies it is started again, after a pause that grows while it keeps dying."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._pause = 0.0
        self.deaths = 0
        self._start()

    def _start(self) -> None:
        self.started = self._looked = self._well = time.monotonic()
        self._used = 0.0
        environment = {**self.part.environment, "MYSAY_SUPERVISED": "1"}
        # A session of its own, so that Ctrl-C reaches us alone; we hold its input, so that it ends when we are gone.
        self.child = subprocess.Popen(self.part.command, env=environment, stdin=subprocess.PIPE, start_new_session=True)

    def keep_alive(self, say: Callable[[str], None]) -> None:
        """Start it again if it has died and its pause is over."""
        if self.child.poll() is None:
            return
        alive = time.monotonic() - self.started
        if alive >= WELL_AFTER_SECONDS:
            self._pause = 0.0
        if alive < self._pause:
            return
        self.deaths += 1
        say(f"{self.part.name} ended ({self.child.returncode}); starting it again")
        self._let_go()
        self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2 or 0.5)
        self._start()

    def end_if_hung(self, say: Callable[[str], None]) -> None:
        """End it, and all that it started, where it neither answers nor works: then it is started again."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS or self.child.poll() is not None:
            return
        used = _processor_seconds(self.child.pid)
        if self.ready() or used - self._used > IDLE_SECONDS:
            self._well = now
        self._looked, self._used = now, used
        if now - self._well > HANG_SECONDS:
            say(f"{self.part.name} does not answer any more; ending it")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)

    def ready(self) -> bool:
        """Whether it answers."""
        if self.part.ready_url is None:
            return self.child.poll() is None
        try:
            with urllib.request.urlopen(self.part.ready_url, timeout=2, context=_anyone()) as reply:  # noqa: S310  # an address of ours, on loopback
                return bool(reply.status == 200) and self.part.ready_word in reply.read().decode()
        except OSError:
            return False

    def stop(self) -> None:
        """Ask it to end."""
        if self.child.poll() is None:
            self.child.terminate()

    def end(self, seconds: float) -> None:
        """Wait for its end, then insist."""
        try:
            self.child.wait(max(0.1, seconds))
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self.child.stdin:
            self.child.stdin.close()


def _anyone() -> ssl.SSLContext:
    """Takes any certificate: it is made for the names that others use, and the ready word tells that it is ours."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _processor_seconds(pid: int) -> float:
    """What a process has used so far; the time itself where the system does not tell, so that it counts as busy."""
    try:
        used = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return time.monotonic()
    return float(used.user + used.system)


class Supervisor:
    """All parts together. `say` is given lines of progress."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self._say = say
        self._stopping = threading.Event()
        self._processes = [Process(part) for part in parts]

    def wait_ready(self) -> None:
        """Until every part answers; raises PartFailed."""
        waiting, started = list(self._processes), time.monotonic()
        while waiting and not self._stopping.is_set():
            for process in [process for process in waiting if process.ready()]:
                self._say(f"{process.part.name} is ready after {time.monotonic() - started:.1f} s")
                waiting.remove(process)
            for process in waiting:
                process.keep_alive(self._say)
            self._give_up_on(waiting, time.monotonic() - started)
            time.sleep(POLL_SECONDS)

    def _give_up_on(self, waiting: Sequence[Process], seconds: float) -> None:
        for process in waiting:
            if process.deaths >= MOST_DEATHS:
                raise PartFailed(f"{process.part.name} ended {MOST_DEATHS} times before it was ready")
            if seconds > WAIT_SECONDS:
                raise PartFailed(f"{process.part.name} did not start within {WAIT_SECONDS:.0f} s")

    def watch(self) -> None:
        """Bring back whatever dies, until told to stop."""
        while not self._stopping.wait(POLL_SECONDS):
            for process in self._processes:
                process.end_if_hung(self._say)
                process.keep_alive(self._say)

    def ask_to_stop(self) -> None:
        """Make `watch` and `wait_ready` return."""
        self._stopping.set()

    def stop(self) -> None:
        """End every part: the web first, so that nothing new comes in."""
        self.ask_to_stop()
        for process in reversed(self._processes):
            process.stop()
        until = time.monotonic() + STOP_SECONDS
        for process in reversed(self._processes):
            process.end(until - time.monotonic())
