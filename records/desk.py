"""The safeguarding desk: what leads did about a concern, step by step; a step is only ever added."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.clock import now
from records.concerns import Ending
from records.database import Database
from records.staff import Member


class Did(str, Enum):
    """One thing that a lead does about a concern."""

    READ = "read"
    NOTED = "noted"
    HANDED = "handed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Step:
    """What somebody did, with their own words; `seq` tells which steps one had seen."""

    seq: int
    did: Did
    who: str
    at: str
    words: str = ""
    to: str | None = None
    ending: Ending | None = None


class Overtaken(Exception):
    """Somebody else did something in between: look at that first."""


class Desk:
    """The concern_step table, and where a concern stands by it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def steps(self, concern_id: str) -> list[Step]:
        """All steps, the oldest first."""
        rows: list[Any] = self._db.query(
            "select seq, did, who, at, words, handed_to as \"to\", ending from concern_step"
            " where concern_id = :id order by seq",
            id=concern_id,
        )  # fmt: skip
        return [
            Step(**{**row, "did": Did(row["did"]), "ending": Ending(row["ending"]) if row["ending"] else None})
            for row in rows
        ]

    def read(self, concern_id: str, who: Member) -> bool:
        """It is read: False where it was already, or where it waits for somebody else."""
        with self._db.transaction():
            changed = self._db.execute(
                "update concern set unread_since = null, acknowledged = coalesce(acknowledged, :at),"
                " acknowledged_by = coalesce(acknowledged_by, :name)"
                " where id = :id and unread_since is not null and coalesce(holder, :who) = :who",
                id=concern_id, at=now(), name=who.name, who=who.id,
            )  # fmt: skip
            if changed:
                self._add(concern_id, Did.READ, who)
        return bool(changed)

    def note(self, concern_id: str, who: Member, words: str) -> None:
        """Write something down; it cannot be changed, nor collide with what others write."""
        self._add(concern_id, Did.NOTED, who, words)

    def hand_over(self, concern_id: str, who: Member, to: Member, words: str, seen: int) -> None:
        """To another lead, who is alerted anew; to oneself, it is taken on. Raises Overtaken."""
        with self._db.transaction():
            self._not_overtaken(concern_id, seen)
            self._db.execute(
                "update concern set holder = :to, holder_name = :name, unread_since = :since where id = :id",
                to=to.id, name=to.name, since=None if to.id == who.id else now(), id=concern_id,
            )  # fmt: skip
            self._add(concern_id, Did.HANDED, who, words, to=to.name)

    def close(self, concern_id: str, who: Member, ending: Ending, words: str, seen: int) -> None:
        """Dealt with, and why; whoever closes it has read it. Raises Overtaken."""
        with self._db.transaction():
            self._not_overtaken(concern_id, seen)
            self._db.execute(
                "update concern set ending = :ending, unread_since = null, acknowledged = coalesce(acknowledged, :at),"
                " acknowledged_by = coalesce(acknowledged_by, :name) where id = :id",
                ending=ending.value, at=now(), name=who.name, id=concern_id,
            )  # fmt: skip
            self._add(concern_id, Did.CLOSED, who, words, ending=ending.value)

    def reopen(self, concern_id: str, who: Member, words: str, seen: int) -> None:
        """Undo that. Raises Overtaken."""
        with self._db.transaction():
            self._not_overtaken(concern_id, seen)
            self._db.execute("update concern set ending = null where id = :id", id=concern_id)
            self._add(concern_id, Did.REOPENED, who, words)

    def _not_overtaken(self, concern_id: str, seen: int) -> None:
        rows = self._db.query("select max(seq) as newest from concern_step where concern_id = :id", id=concern_id)
        if int(str(rows[0]["newest"] or 0)) != seen:
            raise Overtaken(concern_id)

    def _add(self, concern_id: str, did: Did, who: Member, words: str = "", **fields: str) -> None:
        self._db.execute(
            "insert into concern_step (concern_id, did, who, at, words, handed_to, ending)"
            " values (:id, :did, :who, :at, :words, :to, :ending)",
            id=concern_id, did=did.value, who=who.name, at=now(), words=words, **{"to": None, "ending": None} | fields,
        )  # fmt: skip
