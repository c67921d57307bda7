"""The database behind the store: one interface, and one set of SQL, whichever of two engines keeps it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from operating.server import Server

Row = Mapping[str, object]


class StoreUnavailable(Exception):
    """The database cannot be used now (locked, full, read-only, gone); nothing was kept, and it can be tried again."""


class Refused(Exception):
    """A rule of the tables forbids it: something is there already, or is only ever added to. Nothing was kept."""


class Database(Protocol):
    """What the tables are read and written through. Every method raises StoreUnavailable, and writing Refused too."""

    def migrate(self) -> None:
        """Make or bring up to date every table; safe when several processes start at once."""

    def migrated(self) -> list[str]:
        """The names of the migrations that were applied."""

    def query(self, sql: str, /, **values: object) -> list[Row]:
        """Rows of a select, as mappings; `:name` in it is the value of that name."""

    def execute(self, sql: str, /, **values: object) -> int:
        """Run one statement; the number of rows it changed. Outside a transaction it is one by itself."""

    def transaction(self, conversation_id: str = "") -> AbstractContextManager[None]:
        """All or nothing, as if nobody else wrote meanwhile; durable when it returns. A nested one joins the outer.

        Where it reads and writes one conversation alone, its id lets others be written beside it.
        """

    def try_writing(self) -> None:
        """Commit what changes nothing, down to the disk."""

    def forget_traces(self) -> None:
        """Take what was deleted off the disk too, as far as the engine can."""

    def close(self) -> None:
        """Let go of every connection that nobody uses now."""


def database_at(address: Path | Server, key: str = "") -> Database:
    """The engine for an address: SQLite for a file, encrypted where there is a key, else PostgreSQL; not opened yet."""
    if isinstance(address, Server):
        from records.postgres import PostgresDatabase

        return PostgresDatabase(address)
    from records.sqlite import SqliteDatabase

    return SqliteDatabase(address, key)
