"""Staff: who may sign in, as what, and for how long."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from records.clock import now
from records.database import Database, Row
from records.secret import digest, new_token

SESSION_HOURS = 8
SHORTEST_PASSWORD = 12


class Role(str, Enum):
    """What a member of staff may do."""

    PRACTITIONER = "practitioner"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Member:
    """One member of staff."""

    id: str
    username: str
    name: str
    role: Role


class UsernameTaken(Exception):
    """Somebody has that user name already."""


class PasswordTooShort(Exception):
    """The password has fewer than SHORTEST_PASSWORD characters."""


class Staff:
    """The staff and session tables."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._hasher = PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        """A password that nobody has, so that an unknown name takes as long as a wrong password."""
        return self._hasher.hash(new_token())

    def add(self, username: str, name: str, role: Role, password: str) -> Member:
        """Raises UsernameTaken or PasswordTooShort."""
        if len(password) < SHORTEST_PASSWORD:
            raise PasswordTooShort(f"use at least {SHORTEST_PASSWORD} characters")
        if self._row(username):
            raise UsernameTaken(username)
        member = Member(str(uuid.uuid4()), username.strip().lower(), name, role)
        self._db.execute(
            "insert into staff values (:id, :username, :name, :role, :password, :created)",
            id=member.id, username=member.username, name=name, role=role.value,
            password=self._hasher.hash(password), created=now(),
        )  # fmt: skip
        return member

    def sign_in(self, username: str, password: str) -> tuple[Member, str] | None:
        """The member and a session token, or None; it takes as long either way."""
        row = self._row(username)
        stored = str(row["password"]) if row else self._nobody
        try:
            self._hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return None
        return (_read(row), self._open_session(str(row["id"]))) if row else None

    def of_session(self, token: str) -> Member | None:
        """Who is signed in with this token, or None."""
        rows = self._db.query(
            "select staff.* from session join staff on staff.id = staff_id where token = :token and expires > :now",
            token=digest(token), now=now(),
        )  # fmt: skip
        return _read(rows[0]) if rows else None

    def sign_out(self, token: str) -> None:
        """End one session."""
        self._db.execute("delete from session where token = :token", token=digest(token))

    def everyone(self) -> list[Member]:
        """Everyone who may sign in."""
        return [_read(row) for row in self._db.query("select * from staff order by username")]

    def _row(self, username: str) -> Row | None:
        rows = self._db.query("select * from staff where username = :u", u=username.strip().lower())
        return rows[0] if rows else None

    def _open_session(self, staff_id: str) -> str:
        token = new_token()
        expires = datetime.now(timezone.utc) + timedelta(hours=SESSION_HOURS)
        self._db.execute("delete from session where expires < :now", now=now())
        self._db.execute(
            "insert into session values (:token, :staff_id, :expires)",
            token=digest(token), staff_id=staff_id, expires=expires.isoformat(timespec="milliseconds"),
        )  # fmt: skip
        return token


def _read(row: Row) -> Member:
    return Member(str(row["id"]), str(row["username"]), str(row["name"]), Role(str(row["role"])))
