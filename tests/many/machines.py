"""Several machines, each part a process of its own: pages, engines and caretakers, one PostgreSQL, nginx."""

import contextlib
import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.installation import READY_SECONDS, Installation, started_by, trained
from tests.many.front import Front, free_ports, wait_until
from tests.postgres import PROGRAMS, SAFE, Postgres, postgres

MODULES = {"page": "web.server", "engine": "bot.engine", "desk": "actions.server", "courier": "alerts"}
MANY = 2


@dataclass(frozen=True)
class Machines:
    """Each `serve` by its name; no two share a folder. `database`: its libpq address."""

    folder: Path
    postgres: Postgres
    database: str
    serves: Mapping[str, Installation]
    front: Front

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path, settings: Mapping[str, str], many: int = MANY) -> Iterator["Machines"]:
        """So many of each running and ready; `settings` are every machine's."""
        trained()
        with contextlib.ExitStack() as at_the_end:
            server = at_the_end.enter_context(postgres(SAFE))
            database = server.make("many").address
            shared = {"MYSAY_DATABASE": database, "MYSAY_SECRET_KEY": "the same on each machine, for tests", **settings}
            names = [f"{kind} {number + 1}" for kind in ("engine", "page", "caretaker") for number in range(many)]
            ports = dict(zip(names, free_ports(len(names)), strict=True))
            engines = ",".join(f"http://127.0.0.1:{port}" for name, port in ports.items() if "engine" in name)
            shared |= {"MYSAY_PROXIES": "1", "MYSAY_OPEN": "yes"}
            serves = {}
            for name, port in ports.items():
                of_page = {"MYSAY_ENGINES": engines} if "page" in name else {}
                serves[name] = _serve(folder / name.replace(" ", "-"), name, port, shared | of_page)
                at_the_end.callback(serves[name].stop)
            pages = [serve for name, serve in serves.items() if "page" in name]
            for page in pages:
                wait_until(partial(_finds, page, many), READY_SECONDS)
            addresses = [page.base.removeprefix("http://") for page in pages]
            front = at_the_end.enter_context(Front.before(addresses, folder / "nginx"))
            yield cls(folder, server, database, serves, front)

    def kill(self, what: str) -> None:
        """kill -9 a process, such as "page 1", "desk 2" or "courier 1"; its machine starts it again."""
        kind, _, number = what.partition(" ")
        machine = {"desk": "engine", "courier": "caretaker"}.get(kind, kind)
        started = started_by(self.serves[f"{machine} {number}"].process.pid)
        os.kill(next(pid for pid, command in started.items() if MODULES[kind] in command), signal.SIGKILL)

    def crash_database(self) -> None:
        """PostgreSQL ends at once, writes nothing more, and starts from its log of writes."""
        self._control("restart", "-m", "immediate", "-w")

    def _control(self, *what: str) -> None:
        assert PROGRAMS
        data = self.postgres.folder / "data"
        user = data.stat().st_uid if os.geteuid() == 0 else None
        log = self.postgres.folder / "log"
        with log.open("ab") as out:
            command = [str(PROGRAMS / "pg_ctl"), *what, "-D", str(data)]
            subprocess.run(command, check=True, user=user, cwd=data.parent, stdout=out, stderr=out, timeout=120)

    def whole(self) -> bool:
        """Whether each page has all engines and the database."""
        return all(engines_whole(page) == len(self.pages) for page in self.pages)

    @property
    def pages(self) -> list[Installation]:
        """The pages."""
        return [serve for name, serve in self.serves.items() if "page" in name]


def _serve(home: Path, name: str, port: int, settings: Mapping[str, str]) -> Installation:
    only = name.partition(" ")[0].replace("page", "web")
    return Installation.start(home, port, ("--only", only), settings)


def engines_whole(page: Installation) -> int:
    """How many engines a page finds whole; 0 where it is not ready itself. Fails where it has ended."""
    assert page.process.poll() is None, page.log.read_text()
    try:
        with urllib.request.urlopen(f"{page.base}/readyz", timeout=10) as reply:
            return int(json.load(reply)["engines"]["whole"])
    except OSError:
        return 0


def _finds(page: Installation, many: int) -> bool:
    return engines_whole(page) == many
