"""A whole copy of the database under another key, by SQLCipher, as it stood at one moment."""

from contextlib import closing
from pathlib import Path

from operating.disk import on_disk
from records.encryption import Connection, connect, quoted

Counts = dict[str, int]


class CopyDiffers(Exception):
    """The copy is not what it was made from; it must not be used."""


def snapshot(path: Path, key: str, target: Path, target_key: str) -> Counts:
    """Copy while others go on writing; rows by table. For a process that has not opened the file in another way."""
    with closing(connect(path, key)) as source:
        return copy(source, target, target_key)


def copy(source: Connection, target: Path, key: str) -> Counts:
    """Fill a new file, which only this user can read, and check it; rows by table.

    Raises FileExistsError, CopyDiffers. What the copy was made from does not change meanwhile.
    """
    target.touch(mode=0o600, exist_ok=False)
    source.execute(f"attach database ? as target key {quoted(key)}", (str(target),))
    try:
        source.execute("begin")
        counts = tables(source)
        source.execute("select sqlcipher_export('target')").fetchall()
        source.execute("commit")
    finally:
        if source.in_transaction:
            source.execute("rollback")
        source.execute("detach database target")
    _check(target, key, counts)
    on_disk(target)
    return counts


def tables(connection: Connection) -> Counts:
    """How many rows each table has."""
    named = connection.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
    return {
        name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608  # names of our own tables
        for (name,) in named
        if not name.startswith("sqlite_")
    }


def _check(target: Path, key: str, counts: Counts) -> None:
    with closing(connect(target, key)) as copied:
        found = copied.execute("pragma integrity_check").fetchall()
        if found != [("ok",)] or tables(copied) != counts:
            raise CopyDiffers(f"the copy {target} is not whole")
