"""The audit: who saw or exported what, and when; it is only ever added to."""

from dataclasses import dataclass
from typing import Any

from records.clock import now
from records.database import Database


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did; never holds what a person said."""

    at: str
    who: str
    did: str
    conversation_id: str | None
    detail: str


class Audit:
    """The audit table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, who: str, did: str, conversation_id: str | None = None, detail: str = "") -> None:
        """Add an entry, such as ("jones", "exported", id, "csv")."""
        self._db.execute(
            "insert into audit (at, who, did, conversation_id, detail) values (:at, :who, :did, :c, :detail)",
            at=now(), who=who, did=did, c=conversation_id, detail=detail,
        )  # fmt: skip

    def newest(self, conversation_id: str | None = None, most: int = 500) -> list[Entry]:
        """The newest first; of one conversation, or of all."""
        rows: list[Any] = self._db.query(
            "select at, who, did, conversation_id, detail from audit"
            " where :c is null or conversation_id = :c order by seq desc limit :most",
            c=conversation_id, most=most,
        )  # fmt: skip
        return [Entry(**row) for row in rows]
