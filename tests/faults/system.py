"""The whole system under harm: `mysay serve` on a disk of its own, people behind a line, a clock that can be wrong."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import urllib3

from commands.installation import free_port
from tests.faults.database import Database
from tests.faults.disk import Disk
from tests.faults.line import Line
from tests.installation import MODULES, Installation, started_by
from tests.person import call

VOICE, LISTENING = "accessibility.speaking.voice_process", "accessibility.listening.worker"
AGAIN_SECONDS = 0.5
"""After so long the machine's own supervisor starts `mysay serve` again."""
MOST_STARTS = 60
CLOCK_SECONDS = 1
"""So often each process looks how late it is said to be."""


@dataclass
class System:
    """One installation that may be harmed in any way."""

    installation: Installation
    disk: Disk
    line: Line
    clock: Path
    longest: float = 4.0
    """Seconds for which a fault lasts that does not mend itself, at most."""
    database: Database | None = None
    """The PostgreSQL, where it is on one."""

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path, longest: float = 4.0, database: Database | None = None) -> Iterator["System"]:
        """Running and ready, on SQLite unless there is a PostgreSQL."""
        with Disk.at(folder / "home") as disk:
            clock, port = folder / "clock", free_port()
            clock.write_text("+0\n")
            installation = Installation.start(disk.folder, port, environment=_environment(clock, database))
            system = cls(installation, disk, Line(port), clock, longest, database)
            try:
                installation.wait_ready()
                yield system
            finally:
                system.line.close()
                system.installation.stop()

    def start_again(self) -> None:
        """As systemd does it: again, until it stays; the port may be taken until the last one's processes are gone."""
        port = int(self.installation.base.rpartition(":")[2])
        for _ in range(MOST_STARTS):
            time.sleep(AGAIN_SECONDS)
            environment = _environment(self.clock, self.database)
            self.installation = Installation.start(self.disk.folder, port, environment=environment)
            while self.installation.process.poll() is None:
                if self._page_is_there():
                    return
                time.sleep(0.1)
        raise AssertionError(self.installation.log.read_text())

    def _page_is_there(self) -> bool:
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            return call(self.installation.base, "GET", "/healthz").status == 200
        return False

    def pids(self, what: str) -> list[int]:
        """Of "web", "engine", "actions", "worker" (inside the web), "voice" or "listening"; of "all", every one."""
        root = self.installation.process.pid
        if what == "worker":
            return [pid for web in self.pids("web") for pid in _named(MODULES["web"], started_by(web))]
        if what in MODULES:
            return _named(MODULES[what], started_by(root))
        return _named({"voice": VOICE, "listening": LISTENING, "all": ""}[what], started_by(root, recursive=True))

    @property
    def has_clock(self) -> bool:
        """Whether the clock can be set for this installation alone."""
        return bool(_with_clock(self.clock))

    def signal(self, pids: list[int], name: signal.Signals) -> None:
        """To all that are still there."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, name)


def _named(module: str, started: dict[int, str]) -> list[int]:
    return [pid for pid, command in started.items() if module in command]


def _environment(clock: Path, database: Database | None) -> dict[str, str]:
    return _with_clock(clock) | ({"MYSAY_DATABASE": database.address} if database else {})


def _with_clock(clock: Path) -> dict[str, str]:
    """The clock on the wall is what the file says; nobody's stopwatch is touched."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        return {}
    return {
        "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": str(CLOCK_SECONDS), "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
    }  # fmt: skip
