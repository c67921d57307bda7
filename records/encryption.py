"""Opening the database file: encrypted where there is a key, and by SQLCipher's SQLite in any case.

Python's own SQLite is as old as the system, and before 3.51.3 could lose what was committed while two processes tidied
the write-ahead log (https://sqlite.org/wal.html#walresetbug); and two SQLites in one process undo each other's locks.
"""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher  # type: ignore[import-untyped]  # it has no types

DatabaseError: type[Exception] = sqlcipher.DatabaseError
RuleBroken: type[Exception] = sqlcipher.IntegrityError
Mistake: type[Exception] = sqlcipher.ProgrammingError
"""One of the caller's, which no second try would mend."""
KEY_DIGITS = 64
"""A key is 256 bits, written as hexadecimal digits: a raw one, so that opening costs a millisecond."""

Connection = Any
"""A DB-API connection: sqlcipher3 has the interface of sqlite3, and classes of its own."""


class KeyDoesNotFit(Exception):
    """The file and the key do not belong together; says which way. Nothing was changed."""


def connect(path: Path, key: str = "", seconds: float = 5.0) -> Connection:
    """A connection in which each statement stands for itself; raises KeyDoesNotFit.

    `key`: 64 hexadecimal digits, or nothing for a file that is not encrypted. `seconds`: how long to wait for others.
    """
    connection = sqlcipher.connect(str(path), timeout=seconds, isolation_level=None)
    try:
        connection.execute("pragma cipher_log_level = none")  # what is wrong is said by us, once
        if key:
            connection.execute(f"pragma key = {quoted(key)}")
        _read(connection)
    except BaseException as error:
        connection.close()
        if type(error) is not sqlcipher.DatabaseError:  # held, full, gone: no matter of the key
            raise
        raise KeyDoesNotFit(_why(path, key)) from error
    return connection


def quoted(key: str) -> str:
    """A raw key, or that there is none, as SQLCipher takes it in a statement; raises ValueError."""
    if not key:
        return "''"
    if len(key) != KEY_DIGITS or set(key) - set("0123456789abcdef"):
        raise ValueError(f"a key is {KEY_DIGITS} hexadecimal digits")
    return f"\"x'{key}'\""


def _read(connection: Connection) -> None:
    connection.execute("select count(*) from sqlite_master").fetchall()


def _why(path: Path, key: str) -> str:
    if not key:
        return f"{path.name} is encrypted and no key is set, or it is damaged"
    try:
        connect(path, "").close()
    except KeyDoesNotFit:
        return f"{path.name} was encrypted with another key, or it is damaged"
    return f"{path.name} is not encrypted and a key is set: `mysay key rotate` encrypts it"
