"""`mysay serve`: train what must be trained, then engine, actions and web, kept alive until Ctrl-C."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from alerts.reminder import Reminding
from bot.engine import model
from commands.caretaker import caretaker
from commands.certificate import with_certificate
from commands.installation import (
    give_up,
    port_is_free,
    usable_content,
    usable_places,
    usable_settings,
    usable_store,
)
from commands.parts import CARETAKER, ENGINE, ONLY, WEB, WHOLE, parts
from operating.server import Server
from operating.settings import ROOT, Settings
from operating.supervisor import PartFailed, Supervisor
from operating.surroundings import ordinary
from records.database import StoreUnavailable
from records.store import Store

OTHERS_SECONDS = 60.0
"""For so long other machines may be bringing the tables up to date, or PostgreSQL may be starting."""


@click.command()
@click.option("--https", is_flag=True, help="with MYSAY_CERTIFICATE, or one made here for the local network")
@click.option("--only", type=click.Choice(ONLY), help="one part, where several machines share a database")
def serve(https: bool, only: str | None) -> None:
    """Start MySay: the page, the interview engine and the record store, until Ctrl-C."""
    settings = usable_settings()
    _check_engines(settings, only)
    if https or settings.certificate or settings.certificate_key:
        settings = with_certificate(settings, tell)
    usable_content(settings)
    if only != CARETAKER and not port_is_free(settings.host, settings.port):
        give_up(
            f"Port {settings.port} is in use by another program (perhaps MySay is running already). "
            f"Stop it, or choose another port: MYSAY_PORT={settings.port + 1} mysay serve"
        )
    os.umask(0o077)  # what is made from now on, here and in all that is started, is for this user alone
    stores = _stores(settings)
    with running(settings, only or WHOLE) as supervisor, contextlib.ExitStack() as tending:
        for at, store in stores if only in {None, CARETAKER} else ():
            remind = Reminding(store, at, tell).send_due
            tending.enter_context(caretaker(store, at.keep_months, tell, remind=remind))
        _welcome(settings, stores, only)
        supervisor.watch()


def _stores(settings: Settings) -> list[tuple[Settings, Store]]:
    """That of each school, their tables up to date; one that cannot be used holds up no other."""
    if settings.schools is None:
        others = isinstance(settings.database, Server)
        return [(settings, usable_store(settings, OTHERS_SECONDS if others else 0.0))]
    found = [(at, Store(at.database, at.database_key)) for at in usable_places(settings)]
    for at, store in found:
        try:
            store.migrate()
        except StoreUnavailable as error:
            tell(f"{at.school}: its database cannot be used ({error}). The others are served; mend it, then restart")
    return found


def _check_engines(settings: Settings, only: str | None) -> None:
    if only == WEB and not settings.engines:
        give_up("MYSAY_ENGINES is not set: the page needs the addresses of engines, such as http://10.0.0.5:8001")
    if only is None and settings.engines:
        give_up("MYSAY_ENGINES is for `mysay serve --only web`; without --only, the page has an engine beside it.")


def _welcome(settings: Settings, stores: Sequence[tuple[Settings, Store]], only: str | None) -> None:
    if only == CARETAKER:
        click.echo("\nThe caretaker is at work   (Ctrl-C stops it)")
    else:
        what = "An engine" if only == ENGINE else "MySay"
        click.echo(f"\n{what} is ready: {settings.scheme}://{settings.host}:{settings.port}   (Ctrl-C stops it)")
    for at, store in stores:
        _missing(at, store, only)


def _missing(at: Settings, store: Store, only: str | None) -> None:
    """Who is not there yet."""
    whose = f"{at.school}: " if at.school else ""
    with contextlib.suppress(StoreUnavailable):  # told before
        if only is None and not store.staff.everyone():
            click.echo(
                f"{whose}Nobody can read records yet: add a practitioner with `mysay staff add`, in another window."
            )
    if only in {None, CARETAKER} and not at.alerting.configured:
        click.echo(f"{whose}Concerns are shown in the portal alone: set MYSAY_ALERT_EMAIL, so that somebody is told.")


@contextmanager
def running(settings: Settings, only: str = WHOLE) -> Iterator[Supervisor]:
    """Everything started and ready, and ended in the end."""
    model_file = trained_model(settings) if only in {WHOLE, ENGINE} else None
    supervisor = Supervisor(parts(settings, model_file, only), tell)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: supervisor.ask_to_stop())
    try:
        supervisor.wait_ready()
        yield supervisor
    except PartFailed as error:
        give_up(f"{error}. `mysay doctor` may say why.")
    finally:
        tell("Stopping")
        supervisor.stop()


def trained_model(settings: Settings) -> Path:
    """The model that fits the data, trained now if there is none."""
    wanted = model.path(settings.data, settings.models)
    if wanted.exists():
        return wanted
    tell("Teaching the engine to understand replies (about 20 s, only when its training data has changed)")
    started = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-m", "bot.engine", "train", str(settings.data), str(settings.models)]
    done = subprocess.run(command, cwd=ROOT, env=ordinary(), capture_output=True, text=True, check=False)
    if done.returncode or not wanted.exists():
        give_up(f"The model could not be trained:\n{done.stderr[-2000:]}")
    tell(f"The engine has learnt in {time.monotonic() - started:.0f} s")
    return wanted


def tell(line: str) -> None:
    """A line of progress."""
    click.echo(f"  {line}", err=False)
    sys.stdout.flush()
