"""The two databases behind the store, looked at and changed past it, alike."""

from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlcipher3 import dbapi2 as sqlite3

from operating.server import Server
from records.postgres_words import portable


class Broken(Exception):
    """A rule of the tables was broken."""


class Raw(Protocol):
    """One database: `run` any statement with `:name` values, in a transaction of its own; `dump` all that is in it."""

    def run(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows, if it has any; raises Broken."""

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of each table."""

    def everything(self) -> bytes:
        """All that is kept: SQLite's files; of PostgreSQL every row, since its files are not ours (docs/privacy.md)."""


class RawSqlite:
    """A file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute("pragma foreign_keys=on")
            try:
                return list(connection.execute(statement, values).fetchall())
            except sqlite3.IntegrityError as error:
                raise Broken from error

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of each table."""
        tables = self.run("select name from sqlite_master where type = 'table' and name not like '%sqlite%'")
        return {name: self.run(f"select * from {name}") for (name,) in tables}  # noqa: S608  # names of our own tables

    def everything(self) -> bytes:
        """The file, its log, its index."""
        return b"".join(path.read_bytes() for path in self._path.parent.iterdir() if path.is_file())


class RawPostgres:
    """A database of a server."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def run(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Its rows."""
        with psycopg.connect(self._server.address) as connection:
            try:
                cursor = connection.execute(portable(statement), values)
                return cursor.fetchall() if cursor.description else []
            except psycopg.IntegrityError as error:
                raise Broken from error

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of each table."""
        tables = self.run("select tablename from pg_tables where schemaname = :schema", schema=self._server.schema)
        with psycopg.connect(self._server.address) as connection:
            return {
                name: connection.execute(sql.SQL("select * from {}").format(sql.Identifier(name))).fetchall()
                for (name,) in tables
                if name != "_migration"
            }

    def everything(self) -> bytes:
        """Every row."""
        return repr(self.dump()).encode()
