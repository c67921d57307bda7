"""`mysay restore`: a backup put back, on an empty machine or in place of what is there."""

from contextlib import closing
from pathlib import Path

import click

from commands.backing_up import LIST
from commands.backup import A_FILE, FAILED, UNUSABLE
from commands.installation import give_up, usable_settings
from commands.restoring import Restored, rehearse, restore
from operating.backup_keys import Identities, read_identities, read_words
from operating.settings import Settings
from records.database import StoreUnavailable
from records.erasures import Erasure, read_list
from records.holding import InUse
from records.postgres_snapshots import has_tables
from records.store import Store

CLEAR = "--replace-everything"


@click.command("restore")
@click.argument("source", type=A_FILE)
@click.option("--identity", type=A_FILE, required=True, help="The private key of the backups.")
@click.option("--passphrase-file", type=A_FILE, help="The words that seal it.")
@click.option("--erased", "lists", type=A_FILE, multiple=True, help="More lists of what was erased; may be repeated.")
@click.option("--check", "trial", is_flag=True, help="Put it back in a folder of its own, look, and throw that away.")
@click.option(CLEAR, "replace", is_flag=True, help="Although there is a database: all that is in it is lost.")
def put_back(  # noqa: PLR0913, PLR0917  # each is an option
    source: Path, identity: Path, passphrase_file: Path | None, lists: tuple[Path, ...], trial: bool, replace: bool
) -> None:
    """Put back the backup SOURCE into an empty MYSAY_HOME; what people erased since it was made is erased again."""
    settings = usable_settings()
    try:
        if trial:
            _try(source, read_identities(identity, read_words(passphrase_file)), settings, lists)
            return
        if _there(settings) and not replace:
            give_up(f"There is a database in {settings.database}: nothing was changed. To lose all of it, say {CLEAR}.")
        identities = read_identities(identity, read_words(passphrase_file))
        erasures = _erasures(source, lists, settings)
        click.echo(f"Reading all of {source.name} …")
        restored = restore(source, identities, settings, erasures)
    except InUse:
        give_up("MySay is running: stop it first. Nothing was changed.")
    except UNUSABLE as error:
        give_up(f"{error}. Nothing was changed.")
    except FAILED as error:
        give_up(f"The backup was not put back: {error}. Nothing was changed.")
    _tell(restored, settings, len(erasures))


def _try(source: Path, identities: Identities, settings: Settings, lists: tuple[Path, ...]) -> None:
    click.echo(f"Reading all of {source.name} …")
    tried = rehearse(source, identities, settings, _listed(source, lists))
    click.echo(
        f"It can be put back, as it was at {tried.at}: {tried.counts['conversation']:,} conversations,"
        f" {tried.counts['message']:,} messages. Nothing was changed here, and nothing kept."
    )


def _erasures(source: Path, lists: tuple[Path, ...], settings: Settings) -> list[Erasure]:
    """Those beside the backup, those that are named, and those of the database that is there."""
    return [*_listed(source, lists), *_erased_here(settings)]


def _listed(source: Path, lists: tuple[Path, ...]) -> list[Erasure]:
    beside = source.with_name(LIST)
    found: list[Erasure] = []
    for file in (*([beside] if beside.exists() else []), *lists):
        found += read_list(file.read_text("ascii").splitlines())
        click.echo(f"What was erased: {file}")
    if not found and not beside.exists() and not lists:
        click.echo(f"There is no list of what was erased ({beside}): whatever was erased since then comes back.")
    return found


def _there(settings: Settings) -> bool:
    if isinstance(settings.database, Path):
        return settings.database.exists()
    return has_tables(settings.database)


def _erased_here(settings: Settings) -> list[Erasure]:
    if not _there(settings):
        return []
    try:
        with closing(Store(settings.database, settings.database_key)) as store:
            return store.erasures.all()
    except StoreUnavailable as error:  # it may be the reason why a backup is put back
        click.echo(f"The database that is there cannot be read ({error}): what was erased in it is not known.")
        return []


def _tell(restored: Restored, settings: Settings, known: int) -> None:
    counts = restored.counts
    click.echo(
        f"Put back as it was at {restored.at}: {counts['conversation']:,} conversations,"
        f" {counts['message']:,} messages, {counts['staff']:,} members of staff."
    )
    click.echo(f"Erased since then, and erased again now: {restored.erased_again} (the lists name {known}).")
    click.echo("What was said, changed or chosen since then is not there: let people look at who sees their answers.")
    if (settings.home / "symbols").exists():
        click.echo(f"Pictures of your own: MYSAY_SYMBOLS={settings.home / 'symbols'}")
    click.echo(f"The settings of that machine, without secrets: {settings.home / 'restored-settings.txt'}")
