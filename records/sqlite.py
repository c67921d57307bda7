"""The SQLite file: durable on every commit, erased when erased, one connection a thread."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlite_utils import Database as SqliteUtils

from records.database import Refused, Row, StoreUnavailable
from records.encryption import Connection, DatabaseError, KeyDoesNotFit, Mistake, RuleBroken, connect
from records.holding import Hold, InUse
from records.migrations import migrations
from records.versions import not_newer

BUSY_SECONDS = 5.0
FILES = ("", "-wal", "-shm")
"""What SQLite adds to the name of its file."""
PRAGMAS = ("journal_mode=wal", "synchronous=full", "secure_delete=on", "foreign_keys=on", "trusted_schema=off")


class SqliteDatabase:
    """Connections to one file, opened when a thread first needs one; encrypted where there is a key. See Database."""

    def __init__(self, path: Path, key: str = "") -> None:
        self.path, self._key = path, key
        self._local = threading.local()
        self._writer = threading.Lock()

    def migrate(self) -> None:
        """Make or bring up to date every table."""
        with unavailable_told():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.transaction():  # taken first, so that two processes that start together take turns
                not_newer(self.migrated())
                migrations.apply(self._connection())

    def migrated(self) -> list[str]:
        """The names of the migrations that were applied."""
        with unavailable_told():
            return [migration.name for migration in migrations.applied(self._connection())]

    def query(self, sql: str, /, **values: object) -> list[Row]:
        """Rows of a select."""
        with unavailable_told():
            return list(self._connection().query(sql, values))

    def execute(self, sql: str, /, **values: object) -> int:
        """Run one statement."""
        with unavailable_told():
            return int(self._connection().conn.execute(sql, values).rowcount)

    @contextmanager
    def transaction(self, conversation_id: str = "") -> Iterator[None]:  # a file has one writer anyway
        """All or nothing."""
        if getattr(self._local, "inside", False):
            yield
            return
        with self._turn_to_write(), unavailable_told(), self._all_or_nothing(self._connection().conn):
            yield

    @contextmanager
    def _all_or_nothing(self, connection: Connection) -> Iterator[None]:
        connection.execute("begin immediate")
        self._local.inside = True
        try:
            yield
            _commit(connection)
        except BaseException:
            self._undo(connection)
            raise
        finally:
            self._local.inside = False

    def _undo(self, connection: Connection) -> None:
        """Left open, even by a commit that failed, all that follows would seem kept and not be."""
        try:
            connection.rollback()
        except DatabaseError:
            self.close()

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """One thread of this process after another: SQLite lets whoever waits look now and then, and some never in."""
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("others write")
        try:
            yield
        finally:
            self._writer.release()

    def try_writing(self) -> None:
        """Commit what changes nothing."""
        with self.transaction():
            self.execute("pragma user_version = 1")

    def forget_traces(self) -> None:
        """Take what was deleted out of the write-ahead log too."""
        self.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close this thread's connection; those of other threads close with them."""
        if held := getattr(self._local, "db", None):
            held.conn.close()
            del self._local.db, self._local.hold

    def _connection(self) -> SqliteUtils:
        held: SqliteUtils | None = getattr(self._local, "db", None)
        if held is None:
            held = self._local.db = self._open()
        return held

    def _open(self) -> SqliteUtils:
        with unavailable_told():
            self._writable()
            with ExitStack() as undo:
                hold = Hold(self.path.parent)
                undo.callback(hold.close)
                connection = connect(self.path, self._key, BUSY_SECONDS)
                undo.callback(connection.close)
                self._writable()
                for pragma in PRAGMAS:
                    connection.execute(f"pragma {pragma}")
                undo.pop_all()
            self._local.hold = hold
            return SqliteUtils(connection, recursive_triggers=False)

    def _writable(self) -> None:
        """One connection opened while the disk is read-only keeps all others of its process from ever writing."""
        for name in FILES:
            path = self.path.with_name(self.path.name + name)
            if path.exists() and not os.access(path, os.W_OK):
                raise StoreUnavailable(f"{path.name} is read-only")


def _commit(connection: Connection) -> None:
    if not connection.in_transaction:  # SQLite undoes all of it when the disk is full, even where somebody went on
        raise StoreUnavailable("undone")
    connection.commit()


@contextmanager
def unavailable_told() -> Iterator[None]:
    """Turn SQLite's many words for "not now" into one error of ours, which carries no words of the person."""
    try:
        yield
    except Mistake:
        raise
    except RuleBroken as error:
        raise Refused(type(error).__name__) from error
    except (KeyDoesNotFit, InUse) as error:
        raise StoreUnavailable(str(error)) from error
    except (DatabaseError, OSError) as error:
        raise StoreUnavailable(type(error).__name__) from error
