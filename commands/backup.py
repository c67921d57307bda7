"""`mysay backup`: everything that is needed to come back on another machine, in one encrypted file."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import click
import psycopg

from commands.backing_up import (
    LIST,
    WORKSHOP,
    TooLarge,
    add_to_list,
    around,
    clear_up,
    made_by,
    name_of,
    note_made,
    remove_old,
    taken,
)
from commands.installation import give_up, usable_settings
from operating.backup_file import BackupNotMade, check, write
from operating.backup_keys import Identities, KeyUnusable, Recipients, read_identities, read_recipients, read_words
from operating.backup_stream import BackupUnusable, Part
from operating.environment import SettingWrong
from operating.settings import Settings
from records.clock import now
from records.copying import CopyDiffers
from records.database import StoreUnavailable
from records.encryption import DatabaseError, KeyDoesNotFit
from records.postgres_snapshots import Dump, ProgramFailed
from records.snapshots import Snapshot
from records.store import Store

A_FILE = click.Path(dir_okay=False, path_type=Path)
UNUSABLE = (KeyUnusable, SettingWrong, KeyDoesNotFit, CopyDiffers, TooLarge, ProgramFailed, BackupUnusable, ValueError)
FAILED = (BackupNotMade, StoreUnavailable, DatabaseError, psycopg.Error, OSError)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--recipients", type=A_FILE, help="A file with the public keys of those who may read it.")
@click.option("--identity", type=A_FILE, help="The private key: then the backup is opened again, and all of it read.")
@click.option("--passphrase-file", type=A_FILE, help="The words that seal the private key.")
@click.option("--keep", type=click.IntRange(1, 3660), help="Remove backups in FOLDER that are older, in days.")
@click.option("--erased-only", is_flag=True, help="Only bring the list of what was erased up to date; takes a second.")
def backup(  # noqa: PLR0913, PLR0917  # each is an option
    folder: Path, recipients: Path | None, identity: Path | None, passphrase_file: Path | None, keep: int | None,
    erased_only: bool,
) -> None:  # fmt: skip
    """Write everything into one encrypted file in FOLDER, while MySay runs; beside it, the ids of what was erased."""
    settings = usable_settings()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if erased_only:
            _list(settings, folder)
            return
        private = read_identities(identity, read_words(passphrase_file)) if identity else []
        _write(settings, folder, _recipients(recipients), private)
        for name in remove_old(folder, keep, datetime.now(timezone.utc)) if keep else ():
            click.echo(f"Removed, since it is older than {keep} days: {name}")
    except UNUSABLE as error:
        give_up(f"{error}. No backup was made.")
    except FAILED as error:
        give_up(f"No backup was made: {error}. Is the disk full, or is {folder} not yours to write to?")


def _recipients(file: Path | None) -> Recipients:
    if file is None:
        raise KeyUnusable("Say who may read it, with --recipients FILE (`mysay key backups` makes the keys)")
    return read_recipients(file)


def _list(settings: Settings, folder: Path) -> None:
    with closing(Store(settings.database, settings.database_key)) as store:
        count = add_to_list(folder, store.erasures.all())
    click.echo(f"{folder / LIST} names {count} erasures.")


def _write(settings: Settings, folder: Path, public: Recipients, private: Identities) -> None:
    target = folder / name_of(datetime.now(timezone.utc))
    clear_up(settings.home, folder)
    with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=settings.home) as workshop:
        click.echo("Copying the database …")
        with taken(settings, Path(workshop)) as found:
            about = {"made_by": made_by(), "at": now(), "school": settings.school, "database": found.about}
            add_to_list(folder, found.erasures())
            click.echo("Encrypting …")
            digest = write(target, _parts(settings, found), lambda: about, public)
    if private:
        _check(target, private)
    note_made(settings, target)
    counts = found.counts
    click.echo(f"{counts['conversation']:,} conversations, {counts['message']:,} messages: {target}")
    click.echo(f"{target.stat().st_size / 1e6:,.1f} MB, sha256 {digest}")


def _check(target: Path, private: Identities) -> None:
    try:
        check(target, private)
    except BackupUnusable as error:
        give_up(f"{target} was written, and could not be opened again: {error}. Do not count on it.")
    click.echo("Opened again, and all of it is there.")


def _parts(settings: Settings, found: Snapshot | Dump) -> Iterator[Part]:
    for number, piece in enumerate(found.pieces()):
        yield f"database/{number:05}", piece
    yield from around(settings)
