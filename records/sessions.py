"""Sessions of staff: what opened each, where, and until when; only a digest of a token is kept."""

from dataclasses import dataclass
from enum import Enum

from records.clock import later, now
from records.database import Database, Row
from records.member import Member
from records.secret import digest, new_token

SESSION_HOURS = 8
IDLE_MINUTES = 30
SEEN_EVERY_SECONDS = 60
"""How exactly it is known when a session was last used: not every look at a page is a write."""


class Proof(str, Enum):
    """What opened a session."""

    PASSWORD = "password"  # noqa: S105  # the name of a way in
    CODE = "code"
    OPENID = "openid"


@dataclass(frozen=True)
class Session:
    """One signed-in device; `key` is the digest of its token, `has_factor`: its owner has a second factor by now."""

    key: str
    member: Member
    proof: Proof
    device: str
    began: str
    seen: str
    has_factor: bool


class Sessions:
    """The session table; a session ends when it is ended, after IDLE_MINUTES unused, and in any case by its end."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(self, member_id: str, proof: Proof, device: str = "") -> str:
        """A new session's token."""
        token = new_token()
        with self._db.transaction():
            self._db.execute(
                "delete from session where expires <= :now or seen <= :idle",
                now=now(), idle=later(-60 * IDLE_MINUTES),
            )  # fmt: skip
            self._db.execute(
                "insert into session (token, staff_id, proof, device, began, seen, expires)"
                " values (:token, :member, :proof, :device, :now, :now, :expires)",
                token=digest(token), member=member_id, proof=proof.value, device=device, now=now(),
                expires=later(3600 * SESSION_HOURS),
            )  # fmt: skip
        return token

    def of(self, token: str) -> Session | None:
        """The session with this token, which has now been used, or None."""
        rows = self._db.query(f"{CURRENT} and token = :token", token=digest(token), **_bounds())
        if rows:
            self._db.execute(
                "update session set seen = :now where token = :token and seen < :before",
                now=now(), token=digest(token), before=later(-SEEN_EVERY_SECONDS),
            )  # fmt: skip
        return _read(rows[0]) if rows else None

    def of_member(self, member_id: str) -> list[Session]:
        """Where a member is signed in now, the last used first."""
        rows = self._db.query(f"{CURRENT} and session.staff_id = :id order by seen desc", id=member_id, **_bounds())
        return [_read(row) for row in rows]

    def everyones(self) -> list[Session]:
        """Every session there is now, by name, the last used first."""
        return [_read(row) for row in self._db.query(f"{CURRENT} order by username, seen desc", **_bounds())]

    def end(self, token: str) -> None:
        """End one."""
        self._db.execute("delete from session where token = :token", token=digest(token))

    def end_all(self, member_id: str) -> int:
        """End all of a member's; how many they were."""
        return self._db.execute("delete from session where staff_id = :id", id=member_id)

    def end_opened(self, member_id: str, proof: Proof) -> int:
        """End those of a member's that this has opened; how many they were."""
        return self._db.execute(
            "delete from session where staff_id = :id and proof = :proof", id=member_id, proof=proof.value
        )


CURRENT = """
select staff.*, token, proof, device, began, seen, second_factor.staff_id is not null as has_factor
from session join staff on staff.id = session.staff_id left join second_factor on second_factor.staff_id = staff.id
where removed is null and expires > :now and seen > :idle"""


def _bounds() -> dict[str, str]:
    return {"now": now(), "idle": later(-60 * IDLE_MINUTES)}


def _read(row: Row) -> Session:
    member = Member.of(row)
    device, began, seen = str(row["device"]), str(row["began"]), str(row["seen"])
    return Session(str(row["token"]), member, Proof(str(row["proof"])), device, began, seen, bool(row["has_factor"]))
