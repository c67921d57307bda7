"""The tables of either engine in the same words, so that they can be compared."""

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlcipher3 import dbapi2 as sqlite3

from operating.server import Server

KINDS = {"bigint": "INTEGER", "bytea": "BLOB", "text": "TEXT"}
PRIMARY = "pk"
NOT_COMPARED = "rowid"
"""Every table has it on SQLite without saying so."""

COLUMNS = """
select table_name, column_name, data_type, is_nullable = 'NO' as needed, collation_name
from information_schema.columns where table_schema = %s"""
KEYS = """
select c.conrelid::regclass::text as on_table, c.contype, c.confrelid::regclass::text as to_table, c.confdeltype,
  array(select attname::text from unnest(c.conkey) with ordinality as k(number, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number order by place) as columns
from pg_constraint c join pg_namespace n on n.oid = c.connamespace
where n.nspname = %s and c.contype in ('p', 'u', 'f')"""
INDEXES = """
select tablename, indexname from pg_indexes i where schemaname = %s
and not exists (select 1 from pg_constraint where conname = i.indexname)"""
TRIGGERS = "select tgname from pg_trigger where not tgisinternal"
WHEN_GONE = {"c": "CASCADE", "n": "SET NULL", "a": "NO ACTION"}

Table = dict[str, Any]


def of_postgres(server: Server) -> dict[str, Table]:
    """Each table of a schema: columns, unique keys, references, indexes; and the names of all triggers."""
    tables: dict[str, Table] = {}
    with psycopg.connect(server.address) as connection:
        for name, column, kind, needed, collation in connection.execute(COLUMNS, (server.schema,)).fetchall():
            assert kind != "text" or collation == "C" or name == "_migration", (name, column)
            if column != NOT_COMPARED:
                tables.setdefault(name, _empty())["columns"][column] = (KINDS[kind], needed)
        for name, kind, to, gone, columns in connection.execute(KEYS, (server.schema,)).fetchall():
            if kind == "f":
                tables[name]["references"].add((*columns, to, WHEN_GONE[gone]))
            else:
                tables[name]["unique"].add(tuple(columns))
        for name, index in connection.execute(INDEXES, (server.schema,)).fetchall():
            tables[name]["indexes"].add(index)
        triggers = {str(name) for (name,) in connection.execute(TRIGGERS).fetchall()}
    del tables["_migration"]
    return {**tables, "triggers": {"names": triggers}}


def of_sqlite(path: Path) -> dict[str, Table]:
    """The same of a file."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute("select type, name from sqlite_master where name not like '%sqlite_%'").fetchall()
        tables = {name: _sqlite_table(connection, name) for kind, name in named if kind == "table"}
    return {**tables, "triggers": {"names": {name for kind, name in named if kind == "trigger"}}}


def _sqlite_table(connection: sqlite3.Connection, table: str) -> Table:
    found, primary = _empty(), []
    for _, column, kind, needed, _, part in connection.execute(f"pragma table_info({table})").fetchall():
        found["columns"][column] = (kind.upper(), bool(needed or part))
        primary += [(part, column)] if part else []
    found["unique"].add(tuple(column for _, column in sorted(primary)))
    for _, _, to, column, _, _, gone, _ in connection.execute(f"pragma foreign_key_list({table})").fetchall():
        found["references"].add((column, to, gone))
    for _, index, _, made_by, _ in connection.execute(f"pragma index_list({table})").fetchall():
        columns = tuple(name for _, _, name in connection.execute(f"pragma index_info({index})").fetchall())
        if made_by == "u":
            found["unique"].add(columns)
        elif made_by == "c":
            found["indexes"].add(index)
    found["unique"].discard(())
    return found


def _empty() -> Table:
    return {"columns": {}, "unique": set(), "references": set(), "indexes": set()}
