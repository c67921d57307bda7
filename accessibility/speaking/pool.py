"""A few voice processes, started when first needed: one that dies is replaced, one that hangs is ended."""

import json
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from operating.surroundings import ordinary

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
TURN_SECONDS, HANG_SECONDS, TRIES = 10.0, 10.0, 2
log = logging.getLogger("mysay.speaking")


class Busy(Exception):
    """Everybody is being read to; it can be asked for again in a moment."""


class CannotSpeak(Exception):
    """This text cannot be said: the voice process refused it, died of it or hung."""


class VoiceProcess:
    """One process and its two pipes."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "accessibility.speaking.voice_process"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=ordinary(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._wanted = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)

    def ask(self, wanted: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """One answer; raises EOFError where the process is dead or had to be ended after so many seconds."""
        watch = threading.Timer(seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            self._wanted.write(json.dumps(wanted).encode() + b"\n")
            self._wanted.flush()
            head = json.loads(self._answers.readline() or b"null")
            body = self._answers.read(head.get("bytes", 0)) if head else b""
        except (OSError, ValueError) as error:
            raise EOFError from error
        finally:
            watch.cancel()
        if not head or len(body) < head.get("bytes", 0):
            raise EOFError
        return head, body

    def end(self) -> None:
        """Gone when this returns."""
        self._process.kill()
        for pipe in (self._wanted, self._answers):
            try:
                pipe.close()
            except OSError:
                continue  # what was still to be written has nobody to read it
        self._process.wait()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid


class Pool:
    """Shared by all threads of a server process."""

    def __init__(self, processes: int = PROCESSES, hang_seconds: float = HANG_SECONDS) -> None:
        self._idle: queue.LifoQueue[VoiceProcess | None] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(None)
        self._hang_seconds = hang_seconds

    def ask(self, wanted: dict[str, Any], turn_seconds: float = TURN_SECONDS) -> tuple[dict[str, Any], bytes]:
        """One answer; raises Busy or CannotSpeak."""
        for _ in range(TRIES):
            try:
                with self._one(turn_seconds) as process:
                    head, body = process.ask(wanted, self._hang_seconds)
            except EOFError:
                log.warning("a voice process ended; another takes its place")
                continue
            if "error" in head:
                raise CannotSpeak(head["error"])
            return head, body
        raise CannotSpeak("the voice process ended twice")

    @contextmanager
    def _one(self, turn_seconds: float) -> Iterator[VoiceProcess]:
        try:
            process = self._idle.get(timeout=turn_seconds)
        except queue.Empty:
            raise Busy from None
        try:
            process = process or VoiceProcess()
            yield process
        except BaseException:
            if process:
                process.end()
            process = None
            raise
        finally:
            self._idle.put(process)

    @property
    def pids(self) -> list[int]:
        """The process ids of those that wait."""
        return [process.pid for process in self._idle.queue if process]

    def close(self) -> None:
        """End those that wait."""
        while not self._idle.empty():
            if process := self._idle.get():
                process.end()
