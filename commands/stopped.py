"""Whether MySay is stopped, wherever it would write: to be asked before anything is changed."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from operating.settings import Settings
from records.holding import Hold, InUse
from records.server_check import others_connected


def be_stopped(places: Iterable[Settings]) -> None:
    """Nobody has the database of any of them open; raises InUse, OSError, StoreUnavailable."""
    for at in places:
        if not isinstance(at.database, Path):
            if others_connected(at.database):
                raise InUse(f"{at.database} is in use")
        elif at.database.exists():
            with closing(Hold(at.home, alone=True)):
                continue
