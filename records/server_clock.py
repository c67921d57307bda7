"""How far a PostgreSQL server's clock is from ours: leases, sessions and codes go by both."""

import time

import psycopg

from operating.server import Server
from records.postgres import unavailable_told


def seconds_ahead(server: Server) -> float:
    """By how much its clock is ahead of ours, to within the time that asking takes; raises StoreUnavailable."""
    with unavailable_told(), psycopg.connect(server.address, connect_timeout=5) as connection:
        began = time.time()
        row = connection.execute("select extract(epoch from clock_timestamp())::float8").fetchone()
        return float(row[0]) - (began + time.time()) / 2 if row else 0.0
