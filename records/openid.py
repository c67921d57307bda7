"""An authority's own sign-in: whom its name for a person belongs to, and sign-ins that are under way."""

from dataclasses import dataclass

from records.clock import later, now
from records.database import Database, Refused
from records.member import Member
from records.secret import digest, new_token

MINUTES = 10


class SubjectTaken(Exception):
    """That name of an authority's belongs to another member."""


@dataclass(frozen=True)
class Try:
    """One sign-in that has gone to the authority and not come back."""

    nonce: str
    verifier: str
    target: str


class OpenId:
    """The subjects of staff, and the table of sign-ins under way; each comes back once, to where it began."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def link(self, member: Member, subject: str) -> None:
        """From now on the authority's `subject` is this member; raises SubjectTaken."""
        try:
            self._db.execute("update staff set subject = :subject where id = :id", subject=subject, id=member.id)
        except Refused:
            raise SubjectTaken(subject) from None

    def unlink(self, member: Member) -> None:
        """The authority no longer signs this member in, until they are linked again."""
        self._db.execute("update staff set subject = null where id = :id", id=member.id)

    def linked(self, subject: str) -> Member | None:
        """Who the authority's `subject` is, or None."""
        rows = self._db.query("select * from staff where subject = :subject and removed is null", subject=subject)
        return Member.of(rows[0]) if rows else None

    def unlinked(self, username: str) -> Member | None:
        """Who has this user name and no subject yet, or None."""
        rows = self._db.query(
            "select * from staff where username = :u and subject is null and removed is null",
            u=username.strip().lower(),
        )
        return Member.of(rows[0]) if rows else None

    def begin(self, browser: str, verifier: str, target: str) -> tuple[str, str]:
        """A state and a nonce for a sign-in that begins in this browser."""
        state, nonce = new_token(), new_token()
        self._db.execute("delete from openid_try where expires <= :now", now=now())
        self._db.execute(
            "insert into openid_try values (:state, :browser, :nonce, :verifier, :target, :expires)",
            state=digest(state), browser=digest(browser), nonce=nonce, verifier=verifier, target=target,
            expires=later(60 * MINUTES),
        )  # fmt: skip
        return state, nonce

    def come_back(self, state: str, browser: str) -> Try | None:
        """The sign-in that has come back, which cannot come back again; None where it did not begin here."""
        with self._db.transaction():
            rows = self._db.query(
                "select * from openid_try where state = :state and browser = :browser and expires > :now",
                state=digest(state), browser=digest(browser), now=now(),
            )  # fmt: skip
            self._db.execute("delete from openid_try where state = :state", state=digest(state))
        return Try(str(rows[0]["nonce"]), str(rows[0]["verifier"]), str(rows[0]["target"])) if rows else None
