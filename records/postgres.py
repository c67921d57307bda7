"""The store on PostgreSQL: many processes and machines on one database, as safe as one writer of one file."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from operating.server import Server
from records.database import Refused, Row, StoreUnavailable
from records.postgres_schema import Rows, migrate
from records.postgres_words import portable

BUSY_SECONDS = 5.0
"""How long to wait for a connection, or for others who write."""
MOST_CONNECTIONS = 16
"""Of one process; its other threads wait their turn."""
TCP = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
       "tcp_user_timeout": 15_000, "application_name": "mysay"}  # fmt: skip
SESSION = {"lock_timeout": f"{BUSY_SECONDS:.0f}s", "statement_timeout": "60s",
           "idle_in_transaction_session_timeout": "60s", "client_encoding": "utf8"}  # fmt: skip
ERASED_FROM = ("message", "answer", "asked", "concern", "conversation", "drawing", "recording", "response")
NOT_NOW = (psycopg.OperationalError, psycopg.InternalError, UndefinedTable, InvalidSchemaName, InsufficientPrivilege)

T = TypeVar("T")


class PostgresDatabase:
    """A few connections for all threads of a process, each held for one statement or transaction; see Database.

    Whoever writes holds the store's lock, as on SQLite. In a transaction about one conversation it is shared, and that
    conversation's own lock is held beside it: others may be written meanwhile, and nothing else.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._local = threading.local()
        self._guard = threading.Lock()
        self._pools: dict[int, ConnectionPool[Rows]] = {}

    def migrate(self) -> None:
        """Make or bring up to date every table."""
        with self.transaction():
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
            return list(self._twice(lambda connection: connection.execute(said, values).fetchall()))

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
        with unavailable_told():
            connection = self._begun(self._begin(conversation_id))
        self._local.held = connection
        try:
            yield
            with unavailable_told():
                _commit(connection)
        finally:
            self._local.held = None
            self._give_back(connection)

    def try_writing(self) -> None:
        """Commit what changes nothing."""
        self.execute("update _migration set applied = applied where name = (select min(name) from _migration)")

    def forget_traces(self) -> None:
        """Free the places of rows that are gone; what the server's log and backups keep is said in docs/privacy.md."""
        tables = sql.SQL(", ").join(map(sql.Identifier, ERASED_FROM))
        with contextlib.suppress(psycopg.Error):  # the rows are gone already, and the server tidies by itself later
            self._twice(lambda connection: connection.execute(sql.SQL("vacuum (skip_locked) {}").format(tables)))

    def close(self) -> None:
        """Close what nobody uses now."""
        with self._guard:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _begin(self, conversation_id: str) -> bytes:
        store = lock_number(self.server.schema)
        if not conversation_id:
            return b"begin; select pg_advisory_xact_lock(%d)" % store
        one = lock_number(f"{self.server.schema} {conversation_id}")
        return b"begin; select pg_advisory_xact_lock_shared(%d); select pg_advisory_xact_lock(%d)" % (store, one)

    def _begun(self, begin: bytes) -> Rows:
        """A connection with a transaction under way; another one where the first had gone, since nothing was sent."""
        pool = self._pool()
        connection = pool.getconn()
        try:
            connection.execute(begin)
        except psycopg.Error:
            gone = connection.closed
            self._give_back(connection)
            if not gone:
                raise
            pool.check()
            connection = pool.getconn()
            try:
                connection.execute(begin)
            except psycopg.Error:
                self._give_back(connection)
                raise
        return connection

    def _twice(self, do: Callable[[Rows], T]) -> T:
        """Do what changes nothing, and once more on another connection where the first had gone."""
        pool = self._pool()
        with pool.connection() as connection:
            try:
                return do(connection)
            except psycopg.Error:
                if not connection.closed:
                    raise
        pool.check()
        with pool.connection() as connection:
            return do(connection)

    def _give_back(self, connection: Rows) -> None:
        if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            try:
                connection.execute("rollback")
            except psycopg.Error:
                connection.close()
        self._pool().putconn(connection)

    def _pool(self) -> ConnectionPool[Rows]:
        """That of this process: one that was forked has none of its parent's connections.

        Nothing is prepared: what was prepared would fail once another process has brought the tables up to date.
        """
        with self._guard:
            pool = self._pools.get(os.getpid())
            if pool is None:
                pool = self._pools[os.getpid()] = ConnectionPool(
                    self.server.address, min_size=0, max_size=MOST_CONNECTIONS, timeout=BUSY_SECONDS,
                    reconnect_timeout=BUSY_SECONDS, configure=self._configure, open=True,
                    kwargs={**TCP, "autocommit": True, "row_factory": dict_row, "prepare_threshold": None},
                )  # fmt: skip
            return pool

    def _configure(self, connection: Rows) -> None:
        schema = sql.Identifier(self.server.schema).as_string(connection)
        for name, value in {**SESSION, "search_path": schema}.items():
            connection.execute("select set_config(%s, %s, false)", (name, value))
        connection.execute(
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"
        )


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
