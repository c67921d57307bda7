"""The connections of one process to PostgreSQL: a few, shared by its threads and by all its stores on one server."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from weakref import WeakSet, WeakValueDictionary

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from operating.server import Server
from records.postgres_schema import Rows

BUSY_SECONDS = 5.0
"""How long to wait for a connection, or for others who write."""
MOST_CONNECTIONS = 16
"""Of one process to one server, however many schools it serves; its other threads wait their turn."""
TCP = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
       "tcp_user_timeout": 15_000, "application_name": "mysay"}  # fmt: skip
SESSION = {"lock_timeout": f"{BUSY_SECONDS:.0f}s", "statement_timeout": "60s",
           "idle_in_transaction_session_timeout": "60s", "client_encoding": "utf8"}  # fmt: skip
DURABLE = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"

T = TypeVar("T")


class Connection(psycopg.Connection[dict[str, Any]]):
    """One that remembers in whose schema it looks for tables; at first in nobody's."""

    schema = ""

    def look_in(self, schema: str) -> None:
        """Look in that schema from now on, and in no other; raises psycopg.Error, and then looks nowhere."""
        if self.schema != schema:
            self.schema = ""
            path = sql.Identifier(schema).as_string(self)
            self.execute("select set_config('search_path', %s, false)", (path,))
            self.schema = schema


class Shared:
    """The pool of one process for one address, for as long as a store uses it.

    Nothing is prepared: what was prepared would fail once another process has brought the tables up to date.
    """

    def __init__(self, address: str) -> None:
        self.users: WeakSet[Connections] = WeakSet()
        self.pool: ConnectionPool[Connection] = ConnectionPool(
            address, connection_class=Connection, min_size=0, max_size=MOST_CONNECTIONS, timeout=BUSY_SECONDS,
            reconnect_timeout=BUSY_SECONDS, configure=_configure, open=True,
            kwargs={**TCP, "autocommit": True, "row_factory": dict_row, "prepare_threshold": None},
        )  # fmt: skip


class Pools:
    """By process and address: one that was forked has none of its parent's connections."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._shared: WeakValueDictionary[tuple[int, str], Shared] = WeakValueDictionary()

    def of(self, address: str, user: "Connections") -> Shared:
        """That of this process, made when the first asks for it."""
        key = os.getpid(), address
        with self._guard:
            shared = self._shared.get(key) or Shared(address)
            self._shared[key] = shared
            shared.users.add(user)
            return shared

    def leave(self, shared: Shared, user: "Connections") -> None:
        """Close what nobody else uses."""
        with self._guard:
            shared.users.discard(user)
            last = not shared.users
            for key in [key for key, other in self._shared.items() if last and other is shared]:
                del self._shared[key]
        if last:
            shared.pool.close()


POOLS = Pools()


class Connections:
    """Those of one store: taken from what all stores of the process share. Every method raises psycopg.Error."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._mine: dict[int, Shared] = {}

    @contextlib.contextmanager
    def begun(self, begin: bytes) -> Iterator[Rows]:
        """One with a transaction under way, undone in the end where it was not committed."""
        pool = self._pool()
        connection = self._begun(pool, begin)
        try:
            yield connection
        finally:
            _give_back(pool, connection)

    def twice(self, do: Callable[[Rows], T]) -> T:
        """Do what changes nothing, and once more on another connection where the first had gone."""
        pool = self._pool()
        with pool.connection() as connection:
            try:
                return self._do(connection, do)
            except psycopg.Error:
                if not connection.closed:
                    raise
        pool.check()
        with pool.connection() as connection:
            return self._do(connection, do)

    def close(self) -> None:
        """Close those that nobody uses now."""
        while self._mine:
            POOLS.leave(self._mine.popitem()[1], self)

    def _do(self, connection: Connection, do: Callable[[Rows], T]) -> T:
        connection.look_in(self._server.schema)
        return do(connection)

    def _begun(self, pool: "ConnectionPool[Connection]", begin: bytes, again: bool = True) -> Connection:
        """Begin on another one where the first had gone: nothing was sent yet."""
        connection = pool.getconn()
        try:
            connection.look_in(self._server.schema)
            connection.execute(begin)
        except psycopg.Error:
            gone = connection.closed
            _give_back(pool, connection)
            if not (gone and again):
                raise
            pool.check()
            return self._begun(pool, begin, again=False)
        return connection

    def _pool(self) -> "ConnectionPool[Connection]":
        shared = self._mine.get(os.getpid())
        if shared is None:
            shared = self._mine[os.getpid()] = POOLS.of(self._server.address, self)
        return shared.pool


def _configure(connection: Connection) -> None:
    for name, value in SESSION.items():
        connection.execute("select set_config(%s, %s, false)", (name, value))
    connection.execute(DURABLE)


def _give_back(pool: "ConnectionPool[Connection]", connection: Connection) -> None:
    if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        try:
            connection.execute("rollback")
        except psycopg.Error:
            connection.close()
    pool.putconn(connection)
