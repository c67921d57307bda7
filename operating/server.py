"""A PostgreSQL server that holds the store: its address, which is never shown with its password."""

from dataclasses import dataclass, field
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from operating.environment import Environment, SettingWrong, a_path

ADDRESS, FILE = "MYSAY_DATABASE", "MYSAY_DATABASE_FILE"
KINDS = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Server:
    """A libpq address such as postgresql://mysay@db.example/mysay, and the schema in it that holds our tables."""

    address: str = field(repr=False)
    schema: str = "public"

    def __str__(self) -> str:
        """For a message to the operator: where it is, without a password."""
        told = conninfo_to_dict(self.address)
        return f"{told.get('dbname', '')} at {told.get('host', 'this machine')} (schema {self.schema})"


def read_address(env: Environment) -> str:
    """The address of a PostgreSQL, or nothing where SQLite is used; raises SettingWrong, which never repeats it."""
    given, file = env.get(ADDRESS, "").strip(), a_path(env, FILE)
    if given and file:
        raise SettingWrong(f"{ADDRESS} and {FILE} are both set: the address comes from one of them")
    where, given = (FILE, _in_file(file)) if file else (ADDRESS, given)
    if given and not (given.startswith(KINDS) and _understood(given)):
        raise SettingWrong(f"{where} gives no address such as postgresql://mysay@db.example/mysay")
    return given


def _in_file(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise SettingWrong(f"{file} may hold a password, and others can read it: chmod 600 {file}")
        return file.read_text("utf-8").strip() or "empty"
    except (OSError, UnicodeDecodeError) as error:
        raise SettingWrong(f"{FILE}: {file} cannot be read ({type(error).__name__})") from None


def _understood(address: str) -> bool:
    try:
        return bool(conninfo_to_dict(address))
    except ProgrammingError:
        return False
