"""Staff: who may sign in, as what, and with which password."""

import uuid
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from records.clock import now
from records.database import Database, Row
from records.member import Member, Role
from records.passwords import SHORTEST_PASSWORD, PasswordRefused, PasswordTooShort, check_password
from records.second_factors import SecondFactors
from records.secret import new_token
from records.sessions import SESSION_HOURS, Proof, Sessions

__all__ = [
    "SESSION_HOURS", "SHORTEST_PASSWORD", "Member", "PasswordRefused", "PasswordTooShort", "Role", "Staff",
    "UsernameTaken", "WasRemoved",
]  # fmt: skip
NO_PASSWORD = ""


class UsernameTaken(Exception):
    """Somebody has that user name already."""


class WasRemoved(Exception):
    """Somebody had that user name, and the audit still names them."""


class Staff:
    """The staff table; whoever is removed stays in it, so that the audit says who they were."""

    def __init__(self, db: Database, sessions: Sessions) -> None:
        self._db, self._sessions = db, sessions
        self._hasher = PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """A password that nobody has, so that as much work is done for a name that is not there."""
        return self._hasher.hash(new_token())

    def add(self, username: str, name: str, role: Role, password: str | None, again: bool = False) -> Member:
        """Raises UsernameTaken, PasswordRefused, or WasRemoved unless it is the same person `again`.

        Without a password they can sign in by an authority's own sign-in alone.
        """
        hashed = NO_PASSWORD if password is None else self._hashed(password, username)
        with self._db.transaction():
            row = self._row(username)
            if row and row["removed"] is None:
                raise UsernameTaken(username)
            if row and not again:
                raise WasRemoved(username)
            member = Member(str(row["id"]) if row else str(uuid.uuid4()), username.strip().lower(), name, role)
            self._db.execute(KEEP, id=member.id, username=member.username, name=name, role=role, password=hashed,
                             now=now())  # fmt: skip
        return member

    def remove(self, member: Member) -> None:
        """They can no longer sign in, and are signed out everywhere at once."""
        with self._db.transaction():
            self._db.execute(
                "update staff set removed = :now, password = '', subject = null where id = :id", id=member.id, now=now()
            )
            SecondFactors(self._db).take_off(member.id)
            self._db.execute("delete from reminder where staff_id = :id", id=member.id)
            self._sessions.end_all(member.id)

    def sign_in(self, username: str, password: str, device: str = "") -> tuple[Member, str] | None:
        """The member and a token of a session that a password has opened, or None; as much work is done either way."""
        found = self.check(username, password)
        return (found, self._sessions.open(found.id, Proof.PASSWORD, device)) if found else None

    def check(self, username: str, password: str) -> Member | None:
        """The member whose password this is, or None; exactly one hash is made, whoever is asked about."""
        nobodys, row = self._nobodys, self._row(username)
        known = row is not None and row["removed"] is None and row["password"] != NO_PASSWORD
        try:
            self._hasher.verify(str(row["password"]) if row and known else nobodys, password)
        except (Argon2Error, InvalidHashError):
            return None
        return Member.of(row) if row and known else None

    def change_password(self, member: Member, password: str) -> None:
        """A new password, with which all sessions end; raises PasswordRefused."""
        hashed = self._hashed(password, member.username)
        with self._db.transaction():
            self._db.execute("update staff set password = :password where id = :id", id=member.id, password=hashed)
            self._sessions.end_all(member.id)

    def change_role(self, member: Member, role: Role) -> None:
        """Another role, with which all sessions end: no token outlives what it was given for."""
        with self._db.transaction():
            self._db.execute("update staff set role = :role where id = :id", id=member.id, role=role.value)
            self._sessions.end_all(member.id)

    def has_password(self, member: Member) -> bool:
        """Whether they can sign in without an authority's own sign-in."""
        row = self._row(member.username)
        return row is not None and row["password"] != NO_PASSWORD

    def ways_in(self, member: Member) -> list[str]:
        """How they can sign in: by password, with a code, by the authority's own sign-in."""
        (row,) = self._db.query(
            "select password != '' as password, subject is not null as authority,"
            " exists (select 1 from second_factor where staff_id = staff.id) as code from staff where id = :id",
            id=member.id,
        )  # fmt: skip
        return [way for way in ("password", "code", "authority") if row[way]]

    def sign_out(self, token: str) -> None:
        """End one session."""
        self._sessions.end(token)

    def find(self, username: str) -> Member | None:
        """Who may sign in by this name, or None."""
        row = self._row(username)
        return Member.of(row) if row and row["removed"] is None else None

    def everyone(self) -> list[Member]:
        """Everyone who may sign in."""
        return [Member.of(row) for row in self._db.query("select * from staff where removed is null order by username")]

    def _row(self, username: str) -> Row | None:
        rows = self._db.query("select * from staff where username = :u", u=username.strip().lower())
        return rows[0] if rows else None

    def _hashed(self, password: str, username: str) -> str:
        check_password(password, username)
        return self._hasher.hash(password)


KEEP = """
insert into staff (id, username, name, role, password, created) values (:id, :username, :name, :role, :password, :now)
on conflict (id) do update set name = :name, role = :role, password = :password, removed = null"""
