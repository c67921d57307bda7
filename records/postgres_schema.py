"""The tables on PostgreSQL: the same migrations as on SQLite, each said in PostgreSQL's words."""

from collections.abc import Mapping
from typing import Any, cast

from psycopg import Connection, sql
from sqlite_utils import Database as SqliteUtils

from records.clock import now
from records.migrations import migrations
from records.postgres_words import FUNCTIONS, definition, portable
from records.versions import not_newer

Rows = Connection[dict[str, Any]]
MIGRATED = "create table if not exists _migration (name text primary key, applied text not null)"


class Tables:
    """What a migration is given in place of sqlite-utils' database: `execute` and `query`, and nothing more."""

    def __init__(self, connection: Rows) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Mapping[str, object] | None = None) -> None:
        """Run one statement, written for SQLite."""
        self._connection.execute(portable(statement) if values else definition(statement), values)

    def query(self, statement: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Rows of a select."""
        return self._connection.execute(portable(statement), values or {}).fetchall()


def migrate(connection: Rows, schema: str) -> None:
    """Make or bring up to date every table of a schema, in the transaction that is under way."""
    connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    connection.execute(FUNCTIONS)
    connection.execute(MIGRATED)
    done = {row["name"] for row in connection.execute("select name from _migration").fetchall()}
    not_newer(done)
    tables = cast(SqliteUtils, Tables(connection))
    for migration in migrations.pending(SqliteUtils(memory=True)):  # all, since nothing is in an empty database
        if migration.name not in done:
            migration.fn(tables)
            connection.execute("insert into _migration values (%s, %s)", (migration.name, now()))
