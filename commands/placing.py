"""What a restore puts in place at one stroke: a folder gets another name, and whoever comes next goes on from there."""

import shutil
from contextlib import closing
from pathlib import Path

from operating.disk import on_disk
from operating.environment import SettingWrong
from operating.settings import Settings
from records.erasing_again import erase_again
from records.erasures import read_list
from records.holding import Hold, InUse
from records.store import Store

FOLDERS = ("certificate", "symbols")
DATABASE, SECRET_KEY, SETTINGS = "mysay.db", "secret_key", "settings.txt"
WORKSHOP, DECIDED = ".restoring", ".restored"
"""Until the folder has the second name, everything is as it was; from then on, it is as it is in there."""
ROTATED = f".{DATABASE}.rotated"
OWED = "erase-again.txt"
"""What a restore into PostgreSQL must erase again, from before it puts anything back until that is done."""


def put_in_place(workshop: Path, home: Path) -> None:
    """All that is in the workshop, of a home that nobody else uses; raises OSError."""
    for folder in (*(path for path in workshop.rglob("*") if path.is_dir()), workshop):
        on_disk(folder)
    workshop.replace(home / DECIDED)
    on_disk(home)
    _finish(home)


def mend(settings: Settings) -> bool:
    """Bring to its end what was decided, and take away what was not; whether a restore was brought to its end.

    Raises SettingWrong where another is at it, StoreUnavailable, OSError.
    """
    home = settings.home
    decided = (home / DECIDED).exists() or (home / OWED).exists()
    if not (decided or (home / WORKSHOP).exists() or any(home.glob(f"{ROTATED}*"))):
        return False
    try:
        with closing(Hold(home, alone=True)):
            _finish(home)
            _pay(settings)
            shutil.rmtree(home / WORKSHOP, ignore_errors=True)
            for path in home.glob(f"{ROTATED}*"):
                path.unlink()
    except InUse:
        if decided:
            raise SettingWrong(f"A restore into {home} is not at its end: stop MySay, then say this again") from None
        return False  # whoever is at work has need of it, or leaves it to the next
    return decided


def _pay(settings: Settings) -> None:
    owed = settings.home / OWED
    if owed.exists():
        with closing(Store(settings.database, settings.database_key)) as store:
            store.migrate()
            erase_again(store, read_list(owed.read_text("ascii").splitlines()))
        owed.unlink()


def _finish(home: Path) -> None:
    """Each part goes only while it is still to be put in place, so that this can be cut off and said again."""
    decided = home / DECIDED
    if not decided.exists():
        return
    for name in (*FOLDERS, SECRET_KEY, SETTINGS):
        if (decided / name).exists():
            target = home / (f"restored-{name}" if name == SETTINGS else name)
            if target.is_dir():
                shutil.rmtree(target)
            (decided / name).replace(target)
    if (decided / DATABASE).exists():
        for ending in ("-wal", "-shm"):  # those of another database
            (home / f"{DATABASE}{ending}").unlink(missing_ok=True)
        (decided / DATABASE).replace(home / DATABASE)
    on_disk(home)
    shutil.rmtree(decided, ignore_errors=True)
