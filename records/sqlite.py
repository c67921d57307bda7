"""The SQLite file: durable on every commit, erased when erased, one connection a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database as SqliteUtils

from records.database import Refused, Row, StoreUnavailable
from records.encryption import DATABASE_ERRORS, MISTAKES, NOT_NOW, RULES_BROKEN, Connection, KeyDoesNotFit, connect
from records.holding import Hold, InUse
from records.migrations import migrations
from records.versions import not_newer

BUSY_SECONDS = 5.0
READ_ONLY = "attempt to write a readonly database"
"""SQLite's own words, since Python 3.10 does not give the number of an error."""
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
        with unavailable_told(), self._writing() as connection:
            return int(connection.execute(sql, values).rowcount)

    @contextmanager
    def transaction(self, conversation_id: str = "") -> Iterator[None]:  # a file has one writer anyway
        """All or nothing."""
        connection = self._connection().conn
        if connection.in_transaction:
            yield
            return
        with self._turn_to_write(), unavailable_told(), self._writing():
            connection.execute("begin immediate")
            try:
                yield
                connection.commit()
            except BaseException:  # a commit that failed too: left open, all that follows would seem kept and not be
                connection.rollback()
                raise

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

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """SQLite opens a file for reading alone while the disk is read-only: that connection would never write."""
        connection = self._connection().conn
        try:
            yield connection
        except (StoreUnavailable, *NOT_NOW) as error:
            if READ_ONLY in str(error.__cause__ or error) and not connection.in_transaction:
                self.close()
            raise

    def _connection(self) -> SqliteUtils:
        held: SqliteUtils | None = getattr(self._local, "db", None)
        if held is None:
            held = self._local.db = self._open()
        return held

    def _open(self) -> SqliteUtils:
        with unavailable_told():
            hold = Hold(self.path.parent)
            try:
                connection = connect(self.path, self._key, BUSY_SECONDS)
            except BaseException:
                hold.close()
                raise
            self._local.hold = hold
            for pragma in PRAGMAS:
                connection.execute(f"pragma {pragma}")
            return SqliteUtils(connection, recursive_triggers=False)


@contextmanager
def unavailable_told() -> Iterator[None]:
    """Turn SQLite's many words for "not now" into one error of ours, which carries no words of the person."""
    try:
        yield
    except MISTAKES:
        raise
    except RULES_BROKEN as error:
        raise Refused(type(error).__name__) from error
    except (KeyDoesNotFit, InUse) as error:
        raise StoreUnavailable(str(error)) from error
    except (*DATABASE_ERRORS, OSError) as error:
        raise StoreUnavailable(type(error).__name__) from error
