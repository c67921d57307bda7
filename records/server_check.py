"""What an operator may have overlooked on a PostgreSQL server: durability, other people's ears, words in its log."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from operating.server import Server
from records.postgres import unavailable_told
from records.postgres_snapshots import OTHERS

LOOK = """
select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'server_version', 'log_statement',
  'log_min_duration_statement', 'log_parameter_max_length')
union all select 'super', rolsuper::text from pg_roles where rolname = current_user
union all select 'far', (inet_server_addr() is not null and not inet_server_addr() <<= '127.0.0.0/8')::text
union all select 'sealed', coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)::text"""


@dataclass(frozen=True)
class Checked:
    """The server's version, and each thing that is to be mended, with how."""

    version: str
    weak: Mapping[str, str]


def check(server: Server) -> Checked:
    """As it is now; raises StoreUnavailable."""
    with unavailable_told(), psycopg.connect(server.address, connect_timeout=5, row_factory=dict_row) as connection:
        found = {row["name"]: row["setting"] for row in connection.execute(LOOK).fetchall()}
    return Checked(found["server_version"], dict(_weak(found)))


def others_connected(server: Server) -> bool:
    """Whether any process of MySay is connected to that database now; raises StoreUnavailable."""
    with unavailable_told(), psycopg.connect(server.address, connect_timeout=5) as connection:
        row = connection.execute(OTHERS).fetchone()
    return bool(row and row[0])


def _weak(found: Mapping[str, str]) -> list[tuple[str, str]]:
    logs = found["log_statement"] in {"mod", "all"} or found["log_min_duration_statement"] not in {"-1", None}
    rules = (
        (found["fsync"] != "on" or found["full_page_writes"] != "on", "its commits may be lost when the power fails",
         "Set fsync = on and full_page_writes = on in postgresql.conf."),
        (found["super"] == "true", "MySay is its superuser",
         "Give MySay a role of its own, that owns its database alone."),
        (found["far"] == "true" and found["sealed"] != "true", "what is said goes to it in the clear",
         "Add ?sslmode=verify-full&sslrootcert=FILE to the address, with the file of whoever vouches for that server."),
        (logs and found["log_parameter_max_length"] != "0", "its log may hold what people said",
         "Set log_parameter_max_length = 0 and log_parameter_max_length_on_error = 0 in postgresql.conf."),
    )  # fmt: skip
    return [(what, mend) for wrong, what, mend in rules if wrong]
