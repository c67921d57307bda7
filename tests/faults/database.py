"""A PostgreSQL under an installation, that can be killed, frozen, and started again where it was."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.installation import started_by

NAME, GONE_SECONDS = "faults", 60.0


@dataclass
class Database:
    """`again`: the server as we have started it, after it was killed."""

    server: postgres.Postgres
    again: "subprocess.Popen[bytes] | None" = None

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator["Database"]:
        """Running, and gone in the end."""
        with postgres.postgres(postgres.SAFE) as server:
            server.make(NAME)
            database = cls(server)
            try:
                yield database
            finally:
                if database.again:
                    database.again.send_signal(signal.SIGINT)
                    database.again.wait(GONE_SECONDS)

    @property
    def address(self) -> str:
        """As MYSAY_DATABASE has it."""
        return self.server.address(NAME)

    @property
    def pids(self) -> list[int]:
        """The server's own process, and those that it started, one for each connection among them."""
        main = int(self._lock.read_text().split()[0])
        return [main, *started_by(main)]

    def start_again(self, killed: Sequence[int]) -> None:
        """Once the last of those that were killed is gone, on the same files."""
        until = time.monotonic() + GONE_SECONDS
        while any(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in killed if Path(f"/proc/{pid}/cmdline").exists()):
            assert time.monotonic() < until, "the database does not go"
            time.sleep(0.02)
        for lock in (self._lock, *self.server.folder.glob(".s.PGSQL.*")):  # whose owner is dead, and not yet buried
            lock.unlink(missing_ok=True)
        self.again = postgres.run(self.server.folder, postgres.SAFE)

    @property
    def _lock(self) -> Path:
        return self.server.folder / "data" / "postmaster.pid"
