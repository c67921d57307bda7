"""Whether there is a backup, and how old it is: what nobody looks at until it is needed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from commands.backing_up import MADE
from commands.finding import Finding
from operating.environment import SettingWrong
from operating.settings import Settings
from records.audit import Sought
from records.clock import now
from records.database import StoreUnavailable
from records.store import Store

OLD = timedelta(days=3)
MEND = "`mysay backup`, every night: docs/operator.md says how, under Backups."


def last_backup(settings: Settings) -> Iterator[Finding]:
    """When the last one was made; nothing where there is nothing to lose yet, or the store cannot be read."""
    if isinstance(settings.database, Path) and not settings.database.exists():
        return
    try:
        store = Store(settings.database, settings.database_key)
        made = store.audit.find(Sought(did=MADE), most=1)
        anything = bool(store.conversations.newest(most=1))
    except (StoreUnavailable, SettingWrong):  # told where the store is looked at
        return
    if made:
        yield _told(made[0].at, made[0].detail)
    elif anything and isinstance(settings.database, Path):
        yield Finding(False, "no backup was ever made here", MEND)
    elif anything:
        yield Finding(True, "no backup was ever made by MySay: see that PostgreSQL's own are, and are tried")


def _told(at: str, name: str) -> Finding:
    old = datetime.fromisoformat(now()) - datetime.fromisoformat(at)
    since = f"{old.days} days" if old > OLD else f"{int(old.total_seconds() // 3600)} hours"
    return Finding(old <= OLD, f"the last backup was made {since} ago ({name})", f"Does cron still run it? {MEND}")
