"""Another key for the database, or its first: a whole copy takes the place of the file at one stroke."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher  # type: ignore[import-untyped]  # it has no types

from operating.disk import on_disk
from records.copying import Counts, copy
from records.encryption import Connection, KeyDoesNotFit, connect
from records.holding import Hold, InUse

CHUNK = 1 << 20


def rotate(path: Path, old: str, new: str) -> Counts | None:
    """From the key `old` (or none, where it is plain) to `new`, while nobody uses it; rows by table.

    None where it has the new key already. Until the copy is whole and on the disk the old file stands; from then on the
    new one. Raises InUse, KeyDoesNotFit, CopyDiffers, and what the disk raises; then the old file stands as it was.
    """
    with closing(Hold(path.parent, alone=True)):
        if _fits(path, new):
            return None
        with _whole(path, "" if _fits(path, "") else old) as source:
            return _replaced(path, source, new)


def _replaced(path: Path, source: Connection, new: str) -> Counts:
    made = path.with_name(f".{path.name}.rotated")
    made.unlink(missing_ok=True)  # of a rotation that was cut off
    try:
        counts = copy(source, made, new)
        with path.open("r+b") as before:
            made.replace(path)
            on_disk(path.parent)
            _overwrite(before.fileno())
    finally:
        made.unlink(missing_ok=True)
    return counts


def _fits(path: Path, key: str) -> bool:
    try:
        connect(path, key).close()
    except KeyDoesNotFit:
        return False
    return True


@contextmanager
def _whole(path: Path, key: str) -> Iterator[Connection]:
    """The file with its log of writes folded in, which goes only while nobody else has it open."""
    with closing(connect(path, key)) as source:
        try:
            source.execute("pragma locking_mode = exclusive")
            source.execute("pragma journal_mode = delete").fetchall()
            source.execute("begin exclusive")
            source.execute("commit")
        except sqlcipher.OperationalError as error:
            raise InUse(f"{path} is open elsewhere") from error
        yield source


def _overwrite(descriptor: int) -> None:
    """Nothing of the old file is left in its place on the disk, as far as the disk overwrites in place."""
    size = os.fstat(descriptor).st_size
    for start in range(0, size, CHUNK):
        os.pwrite(descriptor, bytes(min(CHUNK, size - start)), start)
    os.fsync(descriptor)
