"""What several commands need first: settings that fit, content without a mistake, a home that can be written."""

import contextlib
import socket
import sys
import time
from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from accessibility.own_symbols import OwnSymbols
from bot.interview.bank import Bank
from bot.interview.check import check
from bot.interview.content import ContentError
from commands.placing import mend
from commands.school import school_asked
from operating.schools import places
from operating.server import Server
from operating.settings import Settings, SettingWrong, read_settings, secret_key
from records.database import StoreUnavailable
from records.store import Store
from web.kit import with_own_pictures

UNUSABLE = 2
"""The exit status when something must be mended first."""
AGAIN_SECONDS = 0.5


def give_up(what: str) -> NoReturn:
    """Say what is wrong, plainly, and end."""
    click.echo(what, err=True)
    sys.exit(UNUSABLE)


def usable_settings() -> Settings:
    """The settings, with the home folder made and the key read; those of a school where the command names one."""
    try:
        settings = read_settings()
        _make_home(settings)
        _mend(settings)
        settings = school_asked(replace(settings, secret_key=secret_key(settings)))
        _make_home(settings)
        for place in places(settings) if settings.schools else (settings,):
            _mend(place)
    except SettingWrong as error:
        give_up(str(error))
    except StoreUnavailable as error:
        give_up(f"A restore was cut off, and cannot be brought to its end yet: {error}. Say this again once it can.")
    except OSError as error:
        give_up(
            f"The folder {settings.home} cannot be written ({error.strerror}). Everything that is said is kept there: "
            "choose another with MYSAY_HOME, or give this user the right to write to it."
        )
    return settings


def _mend(settings: Settings) -> None:
    """Whatever was cut off here by a power cut or a kill is brought to its end, before anybody reads the half of it."""
    if mend(settings):
        click.echo("A restore was cut off here, and has been brought to its end now.", err=True)


def _make_home(settings: Settings) -> None:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = settings.home / ".writable"
    probe.touch()
    probe.unlink()


def usable_places(settings: Settings) -> tuple[Settings, ...]:
    """The settings of each school, or of the one installation."""
    try:
        return places(settings)
    except SettingWrong as error:
        give_up(str(error))


def usable_content(settings: Settings) -> Bank:
    """The content; where something is wrong, each place is named before anything starts."""
    try:
        bank, problems = check(settings.data)
    except ContentError as error:
        give_up(f"The content cannot be used:\n{error}")
    if problems:
        give_up("The content cannot be used:\n" + "\n".join(f"  {problem}" for problem in problems))
    return with_own_pictures(bank, OwnSymbols.load(settings.symbols))


def usable_store(settings: Settings, patience: float = 0.0) -> Store:
    """The store, its tables up to date; `patience`: seconds for which others may be at just that, or it may start."""
    try:
        _for_us_alone(settings.database)
        store = Store(settings.database, settings.database_key)
        _bring_up_to_date(store, time.monotonic() + patience)
    except SettingWrong as error:
        give_up(str(error))
    except StoreUnavailable as error:
        whose = "it another's file" if isinstance(settings.database, Path) else "the server away, or the role wrong"
        give_up(f"The database {settings.database} cannot be used ({error}). Is the disk full, or is {whose}?")
    return store


def _for_us_alone(database: Path | Server) -> None:
    """SQLite would make a file that anybody on this machine can read, and its log of writes alike."""
    if isinstance(database, Path):
        with contextlib.suppress(OSError):  # the store says better why it cannot be used
            database.touch(mode=0o600)


def _bring_up_to_date(store: Store, until: float) -> None:
    while True:
        try:
            return store.migrate()
        except StoreUnavailable:
            if time.monotonic() >= until:
                raise
        time.sleep(AGAIN_SECONDS)


def free_port(but: Container[int] = ()) -> int:
    """A port of this machine that nothing listens on now, and none of those on which something is going to."""
    while True:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = int(listener.getsockname()[1])
        if port not in but:
            return port


def port_is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
        return True
