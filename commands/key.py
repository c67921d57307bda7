"""`mysay key`: the keys of the database and of its backups, made and changed."""

from pathlib import Path

import click

from commands.installation import give_up, usable_places, usable_settings
from commands.renewing import renew
from commands.school import of_a_school_or_all
from commands.stopped import be_stopped
from operating.backup_keys import KeyUnusable, make_identity, read_words
from operating.database_key import COMMAND, FILE, key_in, make_key
from operating.environment import SettingWrong
from operating.schools import own_key
from operating.settings import Settings, read_settings
from records.copying import CopyDiffers
from records.database import StoreUnavailable
from records.encryption import DatabaseError, KeyDoesNotFit
from records.holding import InUse
from records.rotation import rotate

A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def key() -> None:
    """Make and change the keys of the database and of its backups."""


@key.command("make")
@click.argument("file", type=A_FILE)
def make(file: Path) -> None:
    """Make a key for the database, in a FILE that only this user can read."""
    try:
        make_key(file)
    except OSError as error:
        give_up(f"{file} cannot be made: {error.strerror}. A file that is there already is never written over.")
    click.echo(f"A new key is in {file}. Keep a copy of it where the database is not: without it nobody reads that.")
    click.echo(f"A new database is encrypted with {FILE}={file}; one that is there already, by `mysay key rotate`.")


@of_a_school_or_all
@key.command("rotate")
@click.option("--to", "file", type=A_FILE, required=True, help="The file of the new key, as `mysay key make` makes it.")
def rotated(file: Path) -> None:
    """Encrypt the database, or encrypt it with another key; MySay must be stopped.

    The old key is the one that is set. If this is cut off, the database is as it was, or as it was to be: say it again.
    """
    files = _files(usable_settings())
    try:
        be_stopped(at for at, _ in files)
    except InUse:
        give_up("MySay is running, or something else has the database open: stop it first. Nothing was changed.")
    for at, path in files:
        _rotate(at, path, file)
    click.echo(f"From now on: {FILE}={file} (and {COMMAND} no longer, where that was set). Then start MySay.")
    click.echo("Whoever has the old key and an old copy or backup of the file can read that still.")


def _files(settings: Settings) -> list[tuple[Settings, Path]]:
    """The database of the installation, or of each school that has one; gives up where there is none."""
    if not isinstance(settings.database, Path):
        give_up("The database is PostgreSQL: docs/operator.md says how its disk is encrypted.")
    each = [(at, at.database) for at in usable_places(settings)]
    found = [(at, path) for at, path in each if isinstance(path, Path) and path.exists()]
    if not found:
        give_up(f"There is no database in {settings.home} yet: set {FILE}, and it is encrypted from the start.")
    return found


def _rotate(at: Settings, path: Path, file: Path) -> None:
    whose = f"{at.school}: " if at.school else ""
    unchanged = f"Nothing was changed{f' at {at.school}' if at.school else ''}"
    click.echo(f"{whose}Copying {path.stat().st_size / 1e6:,.1f} MB …")
    try:
        counts = rotate(path, at.database_key, key_in(file))
    except InUse:
        give_up(f"{whose}something else has the database open: stop it first. {unchanged}.")
    except (SettingWrong, KeyDoesNotFit, CopyDiffers) as error:
        give_up(f"{whose}{error}. {unchanged}.")
    except (DatabaseError, OSError) as error:
        give_up(f"{whose}The database could not be copied ({error}). Is the disk full? {unchanged}.")
    if counts is None:
        click.echo(f"{whose}The database is encrypted with that key already.")
        return
    told = f"{counts['conversation']:,} conversations, {counts['message']:,} messages"
    click.echo(f"{whose}Encrypted anew and checked: {told}.")


@of_a_school_or_all
@key.command("renew")
def renewed() -> None:
    """Renew the key that signs cookies and seals second factors; MySay must be stopped.

    Staff sign in again, with the second factor that they have. Codes, invitations and conversations go on. A school
    that is named has a key of its own from then on, and nothing changes for the others.
    """
    settings = usable_settings()
    if read_settings().secret_key and not settings.school:
        give_up("MYSAY_SECRET_KEY is set: this renews the key that MySay keeps in a file. Nothing was changed.")
    try:
        count = renew(settings)
    except InUse:
        give_up("MySay is running: stop it first. Nothing was changed.")
    except (SettingWrong, StoreUnavailable, OSError) as error:
        give_up(f"The key could not be renewed ({error}): say it again once that is mended; the old one is in use.")
    click.echo(f"Renewed. All staff sign in again; second factors that go on: {count}. Backups hold the old key.")
    if settings.school and not isinstance(settings.database, Path):
        click.echo(f"On each machine that serves {settings.school}, put the same key: {own_key(settings.home)}")


@key.command("backups")
@click.argument("file", type=A_FILE)
@click.option("--passphrase-file", type=A_FILE, help="Seal it with the words in this file.")
def backups(file: Path, passphrase_file: Path | None) -> None:
    """Make a private key for backups, in a FILE that only this user can read, and print the public one."""
    try:
        public = make_identity(file, read_words(passphrase_file))
    except KeyUnusable as error:
        give_up(str(error))
    except OSError as error:
        give_up(f"{file} cannot be made: {error.strerror}. A file that is there already is never written over.")
    click.echo(f"The private key is in {file}: keep it where this machine is not, it reads every backup.")
    click.echo(f"The public key, for the file that --recipients names:\n{public}")
