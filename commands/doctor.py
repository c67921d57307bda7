"""`mysay doctor`: what is wrong with this installation, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import urllib3

from bot.engine import model
from bot.interview.check import check
from bot.interview.content import ContentError
from bot.interview.languages.catalogue import ENGLISH, own_name, reviewed
from commands import neighbours
from commands.finding import Finding
from commands.installation import port_is_free
from commands.last_backup import last_backup
from commands.pictures import own_pictures
from operating.schools import places
from operating.server import Server
from operating.settings import Settings, SettingWrong, is_loopback, read_settings
from records.database import StoreUnavailable
from records.server_check import check as check_server
from records.store import Store
from records.versions import known, not_newer

LEAST_FREE_MEGABYTES = 500


@click.command()
def doctor() -> None:
    """Look at everything MySay needs, and say what is wrong and how to mend it."""
    try:
        settings = read_settings()
        places(settings)
    except SettingWrong as error:
        click.echo(f"  WRONG  {error}")
        sys.exit(1)
    found = [finding for look in LOOKS for finding in look(settings)]
    found += [finding for at in places(settings) for look in LOOKS_AT_A_PLACE for finding in _named(at, look(at))]
    for finding in found:
        click.echo(f"  {'well ' if finding.well else 'WRONG'}  {finding.seen}")
        if not finding.well:
            click.echo(f"         {finding.mend}")
    sys.exit(0 if all(finding.well for finding in found) else 1)


def _named(at: Settings, found: Iterator[Finding]) -> Iterator[Finding]:
    """Each with the name of its school, where there are several."""
    for finding in found:
        yield replace(finding, seen=f"{at.school}: {finding.seen}") if at.school else finding


def _schools(settings: Settings) -> Iterator[Finding]:
    if settings.schools:
        yield Finding(True, f"{len(places(settings))} schools, named in {settings.schools}")


def _python(_: Settings) -> Iterator[Finding]:
    fits = sys.version_info[:2] == (3, 10)
    yield Finding(fits, f"Python {sys.version.split()[0]}", "Rasa 3.6 needs Python 3.10: run `make setup`.")


def _home(settings: Settings) -> Iterator[Finding]:
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    writable = os.access(folder, os.W_OK)
    yield Finding(
        writable,
        f"everything is kept in {settings.home}",
        "It cannot be written: choose another with MYSAY_HOME, or mend its rights.",
    )
    yield Finding(
        not _others_read(settings.home),
        "nobody else on this machine can read it",
        f"Anybody on this machine can read what was said: chmod -R go= {settings.home}",
    )
    free = shutil.disk_usage(folder).free // 1_000_000
    yield Finding(
        free >= LEAST_FREE_MEGABYTES, f"{free:,} MB free there", f"Make room: at least {LEAST_FREE_MEGABYTES} MB."
    )


def _others_read(home: Path) -> bool:
    """Whether anybody may go into the folder and read the database in it; what is not there yet, we make safe."""
    return all(
        path.exists() and path.stat().st_mode & bits for path, bits in ((home, 0o001), (home / "mysay.db", 0o004))
    )


def _content(settings: Settings) -> Iterator[Finding]:
    try:
        bank, problems = check(settings.data)
    except ContentError as error:
        yield Finding(False, f"the content: {error}", "Mend the file at that line, then run `mysay questions check`.")
        return
    for problem in (*problems, *own_pictures(settings.symbols, settings.data, bank)):
        yield Finding(False, f"the content: {problem}", "Mend the file, then run `mysay questions check`.")
    if not problems:
        yield Finding(True, f"{len(bank.questions)} questions in {len(bank.topics)} topics")


def _languages(settings: Settings) -> Iterator[Finding]:
    """What is on besides English is told with what does not read it: nobody should find that out from a child."""
    for language in settings.languages:
        if language != ENGLISH:
            how = "" if reviewed(settings.data, language) else ", a draft that nobody who reads it well has checked"
            what = "wishes that are typed, and worries, are spotted in English alone: a person must read every word"
            yield Finding(True, f"{own_name(language)} ({language}) is on{how}; {what}")


def _model(settings: Settings) -> Iterator[Finding]:
    trained = model.path(settings.data, settings.models).exists()
    yield Finding(True, "the model is trained" if trained else "the model will be trained at the next start (20 s)")


def _tables(store: Store) -> Finding:
    """How old the tables are; raises StoreUnavailable where a newer MySay made them."""
    not_newer(store.migrated())
    coming = len(set(known()) - set(store.migrated()))
    age = f"{coming} changes of its tables come at the next start" if coming else "its tables are up to date"
    return Finding(True, f"the database: {age} ({known()[-1]})")


def _store(settings: Settings) -> Iterator[Finding]:
    if isinstance(settings.database, Path) and not settings.database.exists():
        yield Finding(True, "no database yet: it is made at the first start")
        return
    try:
        store = Store(settings.database, settings.database_key)
        store.ready()
        staff, undelivered = len(store.staff.everyone()), len(store.concerns.undelivered())
        tables = _tables(store)
    except (StoreUnavailable, SettingWrong) as error:
        mend = "Is the disk full? Does the file belong to this user? Is its key the one that is set?"
        yield Finding(False, f"the database: {error}", mend)
        return
    if isinstance(settings.database, Server):
        yield from _postgres(settings.database)
    yield tables
    yield Finding(staff > 0, f"{staff} members of staff", "Add one: `mysay staff add NAME`.")
    yield Finding(
        undelivered == 0,
        f"{undelivered} concerns that nobody is known to have been told of",
        "The safeguarding lead must read them in the portal now.",
    )


def _postgres(server: Server) -> Iterator[Finding]:
    checked = check_server(server)
    yield Finding(True, f"the store is on PostgreSQL {checked.version}: {server}")
    for what, mend in checked.weak.items():
        yield Finding(False, f"PostgreSQL: {what}", mend)


def _server(settings: Settings) -> Iterator[Finding]:
    address = f"{settings.scheme}://{settings.host}:{settings.port}"
    if port_is_free(settings.host, settings.port):
        yield Finding(True, f"not running ({address} is free): start it with `make run`")
        return
    try:
        with urllib3.PoolManager(cert_reqs="CERT_NONE") as pool:  # the certificate is for the names that others use
            ready = pool.request("GET", f"{address}/readyz", timeout=5, retries=False)
    except urllib3.exceptions.HTTPError:
        yield Finding(
            False, f"something else than MySay answers on port {settings.port}", "Stop it, or choose MYSAY_PORT."
        )
        return
    yield Finding(
        ready.status == 200,
        f"running at {address}: {ready.data.decode()[:200]}",
        "Wait ten seconds; if it stays so, start it again.",
    )


def _reach(settings: Settings) -> Iterator[Finding]:
    if not is_loopback(settings.host):
        yield Finding(
            not settings.open_access,
            f"other machines can reach {settings.host}",
            "Anyone there may start a conversation: set MYSAY_OPEN=no unless that is wanted.",
        )


def _signing_in(settings: Settings) -> Iterator[Finding]:
    openid = settings.signing_in.openid
    if openid is None:
        return
    from web.openid_told import ProviderAway, Told

    yield Finding(
        not openid.secret_file.stat().st_mode & 0o007,
        f"the secret for {openid.name} is in {openid.secret_file}",
        f"Anybody on this machine can read it: chmod o= {openid.secret_file}",
    )
    try:
        Told(openid.issuer).metadata()
    except ProviderAway as away:
        yield Finding(
            False, f"the sign-in of {openid.name}: {away}", "Is MYSAY_OIDC_ISSUER right, and reached from here?"
        )
        return
    yield Finding(True, f"the sign-in of {openid.name} answers")


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _home,
    _content,
    _languages,
    _model,
    _schools,
    neighbours.database,
    neighbours.engines,
    neighbours.tablets,
    _server,
)
LOOKS_AT_A_PLACE: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _store,
    last_backup,
    neighbours.mail,
    _signing_in,
    _reach,
)
"""These look at each school by itself."""
