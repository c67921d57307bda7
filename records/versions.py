"""Which migrations a database has had: one that had more than we know was made by a newer MySay, and is left alone."""

from collections.abc import Iterable

from sqlite_utils import Database as SqliteUtils

from records.database import StoreUnavailable
from records.migrations import migrations


def known() -> list[str]:
    """The names of all migrations of this version, in order."""
    return [migration.name for migration in migrations.pending(SqliteUtils(memory=True))]


def not_newer(applied: Iterable[str]) -> None:
    """Raise StoreUnavailable where a database has had what this version does not know; nothing was changed."""
    strange = sorted(set(applied) - set(known()))
    if strange:
        raise StoreUnavailable(f"it was made by a newer MySay ({strange[-1]}): install that one, or put a backup back")
