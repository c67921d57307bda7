"""The store on PostgreSQL: many processes and machines on one database, as safe as one writer of one file."""

import contextlib
import hashlib
import threading
from collections.abc import Iterator

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable

from operating.server import Server
from records.database import Refused, Row, StoreUnavailable
from records.postgres_pool import Connections
from records.postgres_schema import Rows, migrate
from records.postgres_words import portable

ERASED_FROM = ("message", "answer", "asked", "concern", "conversation", "drawing", "recording", "response")
NOT_NOW = (psycopg.OperationalError, psycopg.InternalError, UndefinedTable, InvalidSchemaName, InsufficientPrivilege)


class PostgresDatabase:
    """A few connections for all threads of a process, each held for one statement or transaction; see Database.

    Whoever writes holds the store's lock, as on SQLite. In a transaction about one conversation it is shared, and that
    conversation's own lock is held beside it: others may be written meanwhile, and nothing else.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._connections = Connections(server)
        self._local = threading.local()

    def migrate(self) -> None:
        """Make or bring up to date every table."""
        with self.transaction(), unavailable_told():
            migrate(self._local.held, self.server.schema)

    def migrated(self) -> list[str]:
        """The names of the migrations that were applied."""
        return [str(row["name"]) for row in self.query("select name from _migration order by name")]

    def query(self, statement: str, /, **values: object) -> list[Row]:
        """Rows of a select."""
        held: Rows | None = getattr(self._local, "held", None)
        said = portable(statement)
        with unavailable_told():
            if held:
                return list(held.execute(said, values).fetchall())
            return list(self._connections.twice(lambda connection: connection.execute(said, values).fetchall()))

    def execute(self, statement: str, /, **values: object) -> int:
        """Run one statement."""
        with self.transaction(), unavailable_told():
            held: Rows = self._local.held
            return held.execute(portable(statement), values).rowcount

    @contextlib.contextmanager
    def transaction(self, conversation_id: str = "") -> Iterator[None]:
        """All or nothing."""
        if getattr(self._local, "held", None):
            yield
            return
        with unavailable_told(), self._connections.begun(self._begin(conversation_id)) as connection:
            self._local.held = connection
            try:
                yield
                _commit(connection)
            finally:
                self._local.held = None

    def try_writing(self) -> None:
        """Commit what changes nothing."""
        self.execute("update _migration set applied = applied where name = (select min(name) from _migration)")

    def forget_traces(self) -> None:
        """Free the places of rows that are gone; what the server's log and backups keep is said in docs/operator.md."""
        vacuum = sql.SQL("vacuum (skip_locked) {}").format(sql.SQL(", ").join(map(sql.Identifier, ERASED_FROM)))
        with contextlib.suppress(psycopg.Error):  # the rows are gone already, and the server tidies by itself later
            self._connections.twice(lambda connection: connection.execute(vacuum))

    def close(self) -> None:
        """Close what nobody uses now."""
        self._connections.close()

    def _begin(self, conversation_id: str) -> bytes:
        store = lock_number(self.server.schema)
        if not conversation_id:
            return b"begin; select pg_advisory_xact_lock(%d)" % store
        one = lock_number(f"{self.server.schema} {conversation_id}")
        return b"begin; select pg_advisory_xact_lock_shared(%d); select pg_advisory_xact_lock(%d)" % (store, one)


def _commit(connection: Rows) -> None:
    """Durable when it returns; where a statement had failed, PostgreSQL rolls back instead, without an error."""
    if connection.execute("commit").statusmessage != "COMMIT":
        raise StoreUnavailable("a statement had failed")


def lock_number(name: str) -> int:
    """The number of an advisory lock: 64 bits, with a sign."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


@contextlib.contextmanager
def unavailable_told() -> Iterator[None]:
    """Turn PostgreSQL's words into errors of ours: its own may quote a row, and with it what a person said."""
    try:
        yield
    except psycopg.IntegrityError as error:
        raise Refused(type(error).__name__) from None
    except NOT_NOW as error:
        raise StoreUnavailable(type(error).__name__) from None
    except psycopg.Error as error:
        raise ValueError(f"{type(error).__name__} {error.sqlstate or ''}") from None
