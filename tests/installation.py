"""A MySay that really runs, started as a user starts it, for tests that talk to it over HTTP or in a browser."""

import contextlib
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.engine import model
from commands.installation import free_port
from operating.settings import DATA, MODELS, ROOT

READY_SECONDS = 180.0
STOP_SECONDS = 20.0
LISTENING = "accessibility.listening.worker"
MODULES = {"engine": "bot.engine", "actions": "actions.server", "web": "web.server", "courier": "-m alerts"}


def _anyone() -> ssl.SSLContext:
    """Takes any certificate: whether one can be trusted is for one test alone."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def trained() -> Path:
    """The model of the data as it is now, trained if there is none."""
    wanted = model.path(DATA, MODELS)
    if not wanted.exists():
        command = [sys.executable, "-W", "ignore", "-m", "bot.engine", "train", str(DATA), str(MODELS)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return wanted


@dataclass
class Installation:
    """One `mysay serve`: where it answers, where it keeps things, and its process."""

    base: str
    home: Path
    log: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    @contextlib.contextmanager
    def started(cls, home: Path, port: int | None = None, switches: tuple[str, ...] = ()) -> Iterator["Installation"]:
        """Running and ready; ended when the test is over."""
        installation = cls.start(home, port or free_port(), switches)
        try:
            installation.wait_ready()
            yield installation
        finally:
            installation.stop()

    @classmethod
    def start(
        cls, home: Path, port: int, switches: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
    ) -> "Installation":
        """Started, perhaps not ready yet."""
        trained()
        home.mkdir(parents=True, exist_ok=True)
        log = home / "serve.log"
        own = {"MYSAY_HOME": str(home), "MYSAY_PORT": str(port), "MYSAY_HOST": "127.0.0.1", **(environment or {})}
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "mysay.py", "serve", *switches], cwd=ROOT, env=os.environ | own, stdout=out, stderr=out
            )
        scheme = "https" if "--https" in switches else "http"
        return cls(f"{scheme}://127.0.0.1:{port}", home, log, process)

    def ready(self) -> bool:
        """Whether every part answers."""
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=5, context=_anyone()) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False

    def wait_ready(self, seconds: float = READY_SECONDS) -> float:
        """Seconds until every part answers; fails with the log where it does not."""
        started = time.monotonic()
        while not self.ready():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - started < seconds, self.log.read_text()
            time.sleep(0.1)
        return time.monotonic() - started

    def pid_of(self, part: str) -> int:
        """The process id of "engine", "actions", "web" or "courier", which this installation started."""
        return next(pid for pid, command in started_by(self.process.pid).items() if MODULES[part] in command)

    def kill(self, part: str) -> None:
        """kill -9 one of our own processes."""
        os.kill(self.pid_of(part), signal.SIGKILL)

    def kill_listening(self) -> None:
        """kill -9 the process that listens, which a worker of the page started."""
        started = started_by(self.pid_of("web"), recursive=True)
        os.kill(next(pid for pid, command in started.items() if LISTENING in command), signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def started_by(pid: int, *, recursive: bool = False) -> dict[int, str]:
    """The processes that one started, and with `recursive` those that they started: the command of each."""
    found = {}
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(pid).children(recursive=recursive):
            with contextlib.suppress(psutil.NoSuchProcess):
                found[child.pid] = " ".join(child.cmdline())
    return found
