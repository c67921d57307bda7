"""Putting a backup back: beside what is there until all of it is right, then in its place."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from commands.backing_up import WORKSHOP as BACKING_UP
from commands.backing_up import clear_up
from commands.placing import DATABASE, FOLDERS, OWED, SECRET_KEY, SETTINGS, WORKSHOP, put_in_place
from operating.backup_file import MANIFEST, check
from operating.backup_keys import Identities
from operating.backup_stream import BackupUnusable, read
from operating.database_key import OnlyOnce
from operating.disk import on_disk
from operating.settings import Settings
from records import postgres_snapshots
from records.copying import Counts
from records.erasing_again import erase_again
from records.erasures import Erasure, written
from records.holding import Hold, InUse
from records.postgres_snapshots import ProgramFailed
from records.snapshots import Snapshot, put_back
from records.store import Store


@dataclass(frozen=True)
class Restored:
    """What came back: rows by table, when the backup was made, and how much was erased again."""

    at: str
    counts: Counts
    erased_again: int


def restore(source: Path, identities: Identities, settings: Settings, erasures: Sequence[Erasure]) -> Restored:
    """Check all of it, make it whole in a folder of its own, then put it in place, the database last.

    Raises BackupUnusable, InUse, and what the disk raises: then everything is as it was. What was erased since the
    backup was made is erased again before anybody can see it.
    """
    manifest = check(source, identities)
    about = manifest["database"]
    if (about["engine"] == "sqlite") is not isinstance(settings.database, Path):
        raise BackupUnusable(f"{source.name} was made of {about['engine']}, and MYSAY_DATABASE says another")
    of = manifest.get("school", "")
    if of and settings.school and of != settings.school:
        raise BackupUnusable(f"{source.name} is of the school {of}, not of {settings.school}")
    with closing(Hold(settings.home, alone=True)), _workshop(settings.home) as workshop:
        with _back(source, identities, settings, workshop, about, erasures) as store:
            again = erase_again(store, erasures)
            store.audit.note("command line", "restored a backup", detail=f"made {manifest['at']}")
        put_in_place(workshop, settings.home)
    return Restored(manifest["at"], about["counts"], again)


def rehearse(source: Path, identities: Identities, settings: Settings, erasures: Sequence[Erasure]) -> Restored:
    """Put it back into a folder of its own, under a key that nobody has, and throw that away; raises as `restore`.

    A backup of PostgreSQL is read to its end alone.
    """
    manifest = check(source, identities)
    if manifest["database"]["engine"] != "sqlite":
        return Restored(manifest["at"], manifest["database"]["counts"], 0)
    clear_up(settings.home)
    with TemporaryDirectory(prefix=BACKING_UP, dir=settings.home) as folder:
        there = replace(settings, home=Path(folder), database_address="", key_source=OnlyOnce())
        return restore(source, identities, there, erasures)


@contextmanager
def _back(  # noqa: PLR0913, PLR0917  # what there is to a restore
    source: Path, identities: Identities, settings: Settings, workshop: Path, about: Mapping[str, Any],
    erasures: Sequence[Erasure],
) -> Iterator[Store]:  # fmt: skip
    """The store as it was, up to date: SQLite's in the workshop yet, PostgreSQL's in its place."""
    pieces = _unpacked(source, identities, workshop)
    if isinstance(settings.database, Path):
        found = Snapshot(workshop / "snapshot", about["key"], about["counts"])
        with found.path.open("wb") as file:
            file.writelines(pieces)
        with put_back(found, workshop / DATABASE, settings.database_key) as store:
            yield store
        on_disk(workshop / DATABASE)
        return
    if about["schema"] != settings.database.schema:
        raise BackupUnusable(f"{source.name} is of the schema {about['schema']}, not of {settings.database.schema}")
    with _owing(settings.home / OWED, erasures):
        postgres_snapshots.put_back(settings.database, pieces)
    with closing(Store(settings.database)) as store:
        store.migrate()
        yield store
    (settings.home / OWED).unlink()


@contextmanager
def _owing(file: Path, erasures: Sequence[Erasure]) -> Iterator[None]:
    """Erased again by the next command too, where we are cut off before we have: PostgreSQL has it all by then."""
    file.touch(mode=0o600)
    file.write_text(written(erasures), "ascii")
    on_disk(file)
    on_disk(file.parent)
    try:
        yield
    except (InUse, ProgramFailed):  # nothing was put back
        file.unlink()
        raise


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A folder that only this user can read, and that is gone afterwards."""
    folder = home / WORKSHOP
    shutil.rmtree(folder, ignore_errors=True)  # of a restore that was cut off
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpacked(source: Path, identities: Identities, folder: Path) -> Iterator[bytes]:
    """The pieces of the database; every other part becomes a file in the folder."""
    for name, body in read(source, identities):
        if name.startswith("database/"):
            yield body
        elif name != MANIFEST:
            _write(folder, name, body)


def _write(folder: Path, name: str, body: bytes) -> None:
    path = PurePosixPath(name)
    known = name in {SECRET_KEY, SETTINGS} or (path.parts[0] in FOLDERS and ".." not in path.parts)
    if not known or path.is_absolute():
        raise BackupUnusable(f"the backup holds a part that is none of ours: {name!r}")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_bytes(body)
    on_disk(target)
