"""What goes into a backup besides the database, how old ones go, and the list of what was erased beside them."""

import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

from operating.backup_stream import MOST_BYTES, Part
from operating.disk import on_disk
from operating.settings import Settings
from records import postgres_snapshots, snapshots
from records.database import StoreUnavailable
from records.erasures import Erasure, read_list, written
from records.postgres_snapshots import Dump
from records.snapshots import Snapshot
from records.store import Store

LIST = "erased.txt"
WORKSHOP = ".backup-"
MADE = "made a backup"
NAMED, BEFORE, AFTER = "%Y%m%dT%H%M%SZ", "mysay-", ".age"
TOLD = frozenset({"HOST", "PORT", "OPEN", "ADDRESS", "DATA", "WORKERS", "THREADS", "SECOND_FACTOR", "KEEP_MONTHS",
                  "LISTENING", "PROXIES", "ESCALATE_MINUTES", "LANGUAGES"})  # fmt: skip
"""The settings whose values go along; of all others that are set, the name."""

LEFT_SECONDS = 24 * 3600.0
PARTS = (f"{WORKSHOP}*", f".{BEFORE}*{AFTER}.part", f".{LIST}.*.part")


class TooLarge(Exception):
    """A file is larger than any that is expected there."""


def around(settings: Settings) -> Iterator[Part]:
    """The key that signs, the certificate that devices trust, pictures of one's own, and which settings there were."""
    if settings.secret_key:
        yield "secret_key", settings.secret_key.encode()
    yield from _folder("certificate", settings.home / "certificate")
    if settings.symbols:
        yield from _folder("symbols", settings.symbols)
    yield "settings.txt", "".join(_settings()).encode()


@contextmanager
def taken(settings: Settings, workshop: Path) -> Iterator[Snapshot | Dump]:
    """The database as it stands now, for as long as the block lasts, whichever engine keeps it."""
    if isinstance(settings.database, Path):
        yield snapshots.taken(settings.database, settings.database_key, workshop)
        return
    with postgres_snapshots.taken(settings.database) as dump:
        yield dump


def made_by() -> str:
    """The version that makes it."""
    return f"mysay {version('mysay')}"


def note_made(settings: Settings, target: Path) -> None:
    """Into the audit, since it is a copy of everything, and so that the doctor knows when the last one was made."""
    with suppress(StoreUnavailable), closing(Store(settings.database, settings.database_key)) as store:
        store.audit.note("command line", MADE, detail=target.name)  # one that cannot be noted is a backup all the same


def name_of(at: datetime) -> str:
    """Of a backup made then."""
    return f"{BEFORE}{at.astimezone(timezone.utc).strftime(NAMED)}{AFTER}"


def remove_old(folder: Path, days: int, now: datetime) -> list[str]:
    """Remove backups that are older than so many days, by their names, and never the newest; which."""
    found = sorted(path for path in folder.glob(f"{BEFORE}*{AFTER}") if _made(path))
    old = [path for path in found[:-1] if (_made(path) or now) < now - timedelta(days=days)]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def clear_up(*folders: Path) -> None:
    """Remove what backups that were cut off left behind: copies whose key is gone, and the beginnings of backups."""
    for path in (left for folder in folders for name in PARTS for left in folder.glob(name)):
        with suppress(FileNotFoundError):  # one that has just come to its end
            if time.time() - path.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def add_to_list(folder: Path, erasures: Iterable[Erasure]) -> int:
    """Bring the list beside the backups up to date; how many it names. Raises OSError, ValueError."""
    file = folder / LIST
    known = read_list(file.read_text("ascii").splitlines()) if file.exists() else []
    everything = {*known, *erasures}
    made = file.with_name(f".{LIST}.{secrets.token_hex(8)}.part")  # two may be at it: cron runs both at two o'clock
    try:
        made.write_text(written(everything), "ascii")
        on_disk(made)
        made.replace(file)
        on_disk(folder)
    finally:
        made.unlink(missing_ok=True)
    return len(everything)


def _made(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, f"{BEFORE}{NAMED.replace('Z', '%z')}{AFTER}")  # noqa: DTZ007  # as Z says
    except ValueError:
        return None


def _folder(name: str, folder: Path) -> Iterator[Part]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            if path.stat().st_size > MOST_BYTES:
                raise TooLarge(f"{path} is too large to be one of {name}")
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _settings() -> Iterator[str]:
    for name, value in sorted(os.environ.items()):
        if name.startswith("MYSAY_"):
            yield f"{name}={value}\n" if name.removeprefix("MYSAY_") in TOLD else f"{name} was set\n"
