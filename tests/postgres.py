"""A PostgreSQL of Debian's package for tests: started for real, private to this user, and gone with whoever asked."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from operating.server import Server
from operating.settings import ROOT
from records.store import Store

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), default=None)
QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB", "max_connections=60")
SAFE = ("shared_buffers=128MB", "max_connections=100")
START_SECONDS = 60.0
TEMPLATE = "mysay_template"


@dataclass(frozen=True)
class Postgres:
    """A server that runs; its superuser is `postgres`, and a role `mysay` owns what tests make. `folder` holds all."""

    folder: Path
    process: "subprocess.Popen[str]"

    def address(self, database: str, user: str = "mysay") -> str:
        """A libpq address."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def server(self, database: str) -> Server:
        """A database, as the product is given it."""
        return Server(self.address(database))

    def administer(self, statement: str, **names: str) -> None:
        """Run one statement as the superuser; `{name}` in it is an identifier."""
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))

    def make(self, name: str, template: str = "template1") -> Server:
        """A database of its own."""
        self.administer("create database {name} owner mysay template {template}", name=name, template=template)
        return self.server(name)

    def drop(self, name: str) -> None:
        """Without it again, whoever is still connected."""
        self.administer("drop database if exists {name} with (force)", name=name)

    @contextmanager
    def database(self, name: str) -> Iterator[Server]:
        """A database with every table and no rows, for as long as the block lasts."""
        try:
            yield self.make(name, TEMPLATE)
        finally:
            self.drop(name)


@contextmanager
def postgres(options: tuple[str, ...] = QUICK) -> Iterator[Postgres]:
    """Running until the end of the block, or of this process; both stop it and remove all that it wrote."""
    command = [sys.executable, "-m", "tests.postgres", *options]
    keeper = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert keeper.stdin
    assert keeper.stdout
    try:
        folder = keeper.stdout.readline().strip()
        assert folder, "PostgreSQL did not start"
        server = Postgres(Path(folder), keeper)
        server.administer("create role mysay login")
        made = Store(server.make(TEMPLATE))
        made.migrate()
        made.close()
        yield server
    finally:
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()


def keep(options: list[str]) -> None:
    """Start a server, say where it is, and wait until nobody holds our input any more."""
    folder = Path(tempfile.mkdtemp(prefix="mysay-pg-"))
    try:
        process = _started(folder, options)
        print(folder, flush=True)
        sys.stdin.read()
        process.send_signal(2)  # SIGINT: at once, without waiting for anybody
        process.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path, options: list[str]) -> "subprocess.Popen[bytes]":
    assert PROGRAMS, "PostgreSQL is not installed: scripts/programs.sh postgresql"
    who = _user()
    if who:
        os.chown(folder, who, who)
    data = folder / "data"
    switches = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=utf8", "--locale=C")
    log = (folder / "log").open("wb")
    subprocess.run([PROGRAMS / "initdb", *switches, data], check=True, stdout=log, stderr=log, cwd=folder, user=who)
    log.close()
    return run(folder, options)


def run(folder: Path, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    """The server of a folder that holds a database already."""
    assert PROGRAMS, "PostgreSQL is not installed: scripts/programs.sh postgresql"
    data, log, who = folder / "data", (folder / "log").open("ab"), _user()
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", "logging_collector=off", *options]
    command = [PROGRAMS / "postgres", "-D", data, *(word for setting in settings for word in ("-c", setting))]
    process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, user=who)
    log.close()
    _wait(folder, process)
    return process


def _user() -> int | None:
    """PostgreSQL refuses to run as root: then as the user that its package made."""
    return pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None


def _wait(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while subprocess.run([f"{PROGRAMS}/pg_isready", "-q", "-h", folder], check=False).returncode:
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.05)


if __name__ == "__main__":
    keep(sys.argv[1:])
