"""The database as it stood at one moment, taken into a backup and out of it again, never in the clear on a disk."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.copying import Counts, copy, snapshot
from records.encryption import connect
from records.erasures import Erasure
from records.store import Store

PIECE = 4 << 20
"""Bytes of one part of a backup."""


@dataclass(frozen=True)
class Snapshot:
    """A copy under a key that was made for it and is kept in the backup alone; `counts` are rows by table."""

    path: Path
    key: str
    counts: Counts

    @property
    def about(self) -> dict[str, Any]:
        """What a backup must know of it, to open it again."""
        return {"engine": "sqlite", "key": self.key, "counts": self.counts}

    def pieces(self) -> Iterator[bytes]:
        """The file, a piece at a time."""
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def erasures(self) -> list[Erasure]:
        """What had been erased by then."""
        with closing(Store(self.path, self.key)) as store:
            return store.erasures.all() if "erasure" in self.counts else []


def taken(path: Path, key: str, folder: Path) -> Snapshot:
    """Copy the database at `path` into a folder while others go on with it. Raises KeyDoesNotFit, CopyDiffers."""
    once = secrets.token_hex(32)
    target = folder / "snapshot"
    return Snapshot(target, once, snapshot(path, key, target, once))


@contextmanager
def put_back(found: Snapshot, target: Path, key: str) -> Iterator[Store]:
    """Make a database of a snapshot, with the key that it has from now on; open and up to date, then closed."""
    with closing(connect(found.path, found.key)) as source:
        copy(source, target, key)
    with closing(Store(target, key)) as store:
        store.migrate()
        yield store
        store.forget_traces()
