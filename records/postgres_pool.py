"""The connections of one process to PostgreSQL: a few, shared by its threads, replaced where they have gone."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from operating.server import Server
from records.postgres_schema import Rows

BUSY_SECONDS = 5.0
"""How long to wait for a connection, or for others who write."""
MOST_CONNECTIONS = 16
"""Of one process; its other threads wait their turn."""
TCP = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
       "tcp_user_timeout": 15_000, "application_name": "mysay"}  # fmt: skip
SESSION = {"lock_timeout": f"{BUSY_SECONDS:.0f}s", "statement_timeout": "60s",
           "idle_in_transaction_session_timeout": "60s", "client_encoding": "utf8"}  # fmt: skip
DURABLE = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"

Pool = ConnectionPool[Rows]
T = TypeVar("T")


class Connections:
    """Made when one is first needed. Every method raises psycopg.Error."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._guard = threading.Lock()
        self._pools: dict[int, Pool] = {}

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
                return do(connection)
            except psycopg.Error:
                if not connection.closed:
                    raise
        pool.check()
        with pool.connection() as connection:
            return do(connection)

    def close(self) -> None:
        """Close those that nobody uses now."""
        with self._guard:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _begun(self, pool: Pool, begin: bytes, again: bool = True) -> Rows:
        """Begin on another one where the first had gone: nothing was sent yet."""
        connection = pool.getconn()
        try:
            connection.execute(begin)
        except psycopg.Error:
            gone = connection.closed
            _give_back(pool, connection)
            if not (gone and again):
                raise
            pool.check()
            return self._begun(pool, begin, again=False)
        return connection

    def _pool(self) -> Pool:
        """That of this process: one that was forked has none of its parent's connections.

        Nothing is prepared: what was prepared would fail once another process has brought the tables up to date.
        """
        with self._guard:
            if os.getpid() not in self._pools:
                self._pools[os.getpid()] = ConnectionPool(
                    self._server.address, min_size=0, max_size=MOST_CONNECTIONS, timeout=BUSY_SECONDS,
                    reconnect_timeout=BUSY_SECONDS, configure=self._configure, open=True,
                    kwargs={**TCP, "autocommit": True, "row_factory": dict_row, "prepare_threshold": None},
                )  # fmt: skip
            return self._pools[os.getpid()]

    def _configure(self, connection: Rows) -> None:
        schema = sql.Identifier(self._server.schema).as_string(connection)
        for name, value in {**SESSION, "search_path": schema}.items():
            connection.execute("select set_config(%s, %s, false)", (name, value))
        connection.execute(DURABLE)


def _give_back(pool: Pool, connection: Rows) -> None:
    if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        try:
            connection.execute("rollback")
        except psycopg.Error:
            connection.close()
    pool.putconn(connection)
