"""What goes into a backup besides the database, how old ones go, and the list of what was erased beside them."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

from operating.backup_stream import MOST_BYTES, Part
from operating.settings import Settings
from records import postgres_snapshots, snapshots
from records.erasures import Erasure, read_list, written
from records.postgres_snapshots import Dump
from records.snapshots import Snapshot

LIST = "erased.txt"
WORKSHOP = ".backup-"
NAMED, BEFORE, AFTER = "%Y%m%dT%H%M%SZ", "mysay-", ".age"
TOLD = frozenset({"HOST", "PORT", "OPEN", "ADDRESS", "DATA", "WORKERS", "THREADS", "SECOND_FACTOR", "KEEP_MONTHS",
                  "LISTENING", "PROXIES", "ESCALATE_MINUTES", "LANGUAGES"})  # fmt: skip
"""The settings whose values go along; of all others that are set, the name."""


LEFT_SECONDS = 24 * 3600.0


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


def clear_up(home: Path) -> None:
    """Remove what backups that were cut off left behind: copies whose key is gone."""
    for folder in home.glob(f"{WORKSHOP}*"):
        if time.time() - folder.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def add_to_list(folder: Path, erasures: Iterable[Erasure]) -> int:
    """Bring the list beside the backups up to date; how many it names. Raises OSError, ValueError."""
    file = folder / LIST
    known = read_list(file.read_text("ascii").splitlines()) if file.exists() else []
    everything = {*known, *erasures}
    made = file.with_name(f".{LIST}.part")
    with made.open("w", encoding="ascii") as stream:
        stream.write(written(everything))
        stream.flush()
        os.fsync(stream.fileno())
    made.replace(file)
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
