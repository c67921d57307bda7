"""A server under test: started, waited for, weighed and stopped with all its processes."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

READY_SECONDS, STOP_SECONDS, POLL_SECONDS = 400.0, 20.0, 0.05


class ProgramFailedError(Exception):
    """A command ended badly, or was not ready in time; holds the end of what it printed."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Run to the end; the seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailedError(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-2000:]}")
    return time.monotonic() - began


class Program:
    """A started server, in a session of its own, with its words in a log file."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._began = time.monotonic()
        with log.open("wb") as output:
            self._child = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def wait_ready(self, url: str) -> float:
        """Until the address answers 200; the seconds since the start."""
        while time.monotonic() - self._began < READY_SECONDS:
            if self._child.poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=5) as reply:
                    if reply.status == 200:
                        return time.monotonic() - self._began
            except (urllib.error.URLError, OSError):
                time.sleep(POLL_SECONDS)
        raise ProgramFailedError(f"not ready: {self._log.read_text(errors='replace')[-2000:]}")

    def megabytes(self, part: str = "", kind: str = "Pss") -> float:
        """What all its processes, or those with such a word in their command, hold; in PSS shared pages count once."""
        return sum(_kilobytes(one.pid, kind) for one in family_of(self._child.pid) if part in command_of(one)) / 1024

    def processes(self) -> int:
        """How many there are."""
        return len(family_of(self._child.pid))

    def stop(self) -> None:
        """Ask it to end as Ctrl-C does, and insist where it does not."""
        family = family_of(self._child.pid)
        self._child.send_signal(signal.SIGINT)
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            self._child.wait()


def family_of(root: int) -> list[psutil.Process]:
    """A process and all that it started, as far as they live."""
    try:
        first = psutil.Process(root)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def command_of(process: psutil.Process) -> str:
    """What it was started with; empty where it has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _kilobytes(pid: int, kind: str) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(f"{kind}:"))
