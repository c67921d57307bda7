"""A PostgreSQL database as it stood at one moment, taken and put back by PostgreSQL's own programs, through pipes."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from operating.server import Server
from records.copying import Counts
from records.erasures import Erasure, What
from records.holding import InUse
from records.snapshots import PIECE

DEBIAN = Path("/usr/lib/postgresql")
TABLES = "select tablename from pg_tables where schemaname = %s order by tablename"
OTHERS = (
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    " and application_name = 'mysay'"
)


class ProgramFailed(Exception):
    """`pg_dump` or `pg_restore` is missing, or ended badly; what it said may hold words and is not repeated."""


@dataclass(frozen=True)
class Dump:
    """One moment that the server holds for as long as it is needed; `counts` are rows by table."""

    server: Server
    moment: str
    counts: Counts
    erased: tuple[Erasure, ...]

    @property
    def about(self) -> dict[str, Any]:
        """What a backup must know of it."""
        return {"engine": "postgresql", "schema": self.server.schema, "counts": self.counts}

    def pieces(self) -> Iterator[bytes]:
        """What `pg_dump` writes in its own format, a piece at a time; raises ProgramFailed."""
        switches = ("--format=custom", f"--schema={self.server.schema}", f"--snapshot={self.moment}")
        with _program("pg_dump", self.server, *switches, stdout=subprocess.PIPE) as dumping:
            written = cast(BinaryIO, dumping.stdout)
            while piece := written.read(PIECE):
                yield piece
            _ended(dumping, "pg_dump")

    def erasures(self) -> list[Erasure]:
        """What had been erased by then."""
        return list(self.erased)


@contextmanager
def taken(server: Server) -> Iterator[Dump]:
    """Hold one moment while others go on; raises psycopg.Error."""
    with psycopg.connect(server.address, application_name="mysay backup") as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        moment = _one(connection, "select pg_export_snapshot()")
        tables = [name for (name,) in connection.execute(TABLES, (server.schema,)).fetchall()]
        counts = {name: int(_one(connection, _of(server, name, "count(*)"))) for name in tables}
        rows = connection.execute(_of(server, "erasure", "at, what, conversation_id, question_id")).fetchall()
        erased = tuple(Erasure(at, What(what), conversation, question) for at, what, conversation, question in rows)
        yield Dump(server, str(moment), counts, erased)


def has_tables(server: Server) -> bool:
    """Whether anything of ours is there; raises psycopg.Error."""
    with psycopg.connect(server.address) as connection:
        return bool(connection.execute(TABLES, (server.schema,)).fetchall())


def put_back(server: Server, pieces: Iterable[bytes]) -> None:
    """Put a dump in the place of what is there, all of it or nothing; raises InUse, ProgramFailed, psycopg.Error."""
    with psycopg.connect(server.address) as connection:
        if _one(connection, OTHERS):
            raise InUse(f"{server} is in use")
    switches = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
    with _program("pg_restore", server, *switches, stdin=subprocess.PIPE) as restoring:
        reads = cast(BinaryIO, restoring.stdin)
        try:
            for piece in pieces:
                reads.write(piece)
            reads.close()
        except BrokenPipeError:  # it has ended already, and says how
            pass
        except BaseException:
            restoring.kill()  # it would take a part for the whole
            raise
        _ended(restoring, "pg_restore")


def _one(connection: "psycopg.Connection[Any]", statement: Any) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None


def _of(server: Server, table: str, what: str) -> sql.Composed:
    named = sql.Identifier(server.schema, table)
    return sql.SQL("select {} from {}").format(sql.SQL(what), named)


@contextmanager
def _program(
    name: str, server: Server, *switches: str, stdin: int | None = None, stdout: int | None = None
) -> "Iterator[subprocess.Popen[bytes]]":
    """Told where the server is; its password by the environment, which nobody else sees."""
    told: dict[str, Any] = conninfo_to_dict(server.address)
    password = told.pop("password", None)
    where = f"--dbname={make_conninfo(**told)}"
    command = [_found(name), "--no-owner", "--no-privileges", "--no-password", where, *switches]
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=stdin, stdout=stdout, stderr=quiet) as process:
        yield process


def _ended(process: "subprocess.Popen[bytes]", name: str) -> None:
    if process.wait():
        raise ProgramFailed(f"{name} ended with {process.returncode}: is it at least as new as the server?")


def _found(name: str) -> str:
    """The newest of Debian's, which may have several, or the one on the path."""
    known = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(known[-1]) if known else shutil.which(name)
    if not found:
        raise ProgramFailed(f"{name} is not installed: it comes with PostgreSQL's client")
    return found
