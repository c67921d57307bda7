"""Another key that signs: what was sealed with the old is sealed with the new, and whoever signed in does so again."""

import secrets
from contextlib import closing
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from commands.stopped import be_stopped
from operating.disk import on_disk
from operating.keys import of_school
from operating.schools import own_key, places
from operating.settings import Settings
from records.store import Store
from web.second_factor import sealing


def renew(settings: Settings) -> int:
    """Put a new key in the old one's place; how many second factors go on. Raises InUse, OSError, StoreUnavailable.

    `settings`: of the installation, then all schools are renewed and their keys follow from it again; or of one school,
    which has a key of its own from then on. The new key waits in a file of its own until everything is sealed with it:
    where that is cut off, it is said again.
    """
    file = own_key(settings.home)
    each = places(settings)
    be_stopped(each)
    waiting = file.with_name("secret_key.next")
    new = _made(waiting)
    count = sum(_change(at, of_school(new, at.school) if settings.schools else new) for at in each)
    for at in each if settings.schools else ():
        own_key(at.home).unlink(missing_ok=True)  # before the new one: what was sealed opens by saying it again
    waiting.replace(file)
    on_disk(settings.home)
    return count


def _made(file: Path) -> str:
    if not file.exists() or not file.read_text("ascii"):
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), "ascii")
        on_disk(file)
    return file.read_text("ascii").strip()


def _change(before: Settings, key: str) -> int:
    if isinstance(before.database, Path) and not before.database.exists():
        return 0
    old, new = sealing(before.secret_key), sealing(key)
    with closing(Store(before.database, before.database_key)) as store, store.transaction():
        sealed = store.second_factors.sealed()
        kept = {member_id: again for member_id, secret in sealed.items() if (again := _sealed_anew(secret, old, new))}
        for member_id, secret in kept.items():
            store.second_factors.seal_anew(member_id, secret)
        for member in store.staff.everyone():
            store.sessions.end_all(member.id)
        store.audit.note("command line", "renewed the key that signs")
    return len(kept)


def _sealed_anew(secret: str, old: Fernet, new: Fernet) -> str | None:
    """None where neither key opens it: whoever it belongs to could not sign in before either."""
    for key in (old, new):
        try:
            return new.encrypt(key.decrypt(secret.encode())).decode()
        except InvalidToken:
            continue
    return None
