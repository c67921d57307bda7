"""What staff decided about how long a conversation is kept; only ever added to, and gone with the conversation."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.clock import now
from records.database import Database


class Chose(str, Enum):
    """What staff decided about a conversation that is soon to go."""

    EXTENDED = "extended"
    LET_GO = "let_go"
    UNDONE = "undone"


@dataclass(frozen=True)
class Choice:
    """What somebody decided, and why; `until` is the moment to which it is kept."""

    chose: Chose
    until: str
    reason: str
    who: str
    at: str


class Keeping:
    """The keeping table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def newest(self, conversation_id: str) -> Choice | None:
        """What stands, or None where nobody decided anything."""
        rows: list[Any] = self._db.query(
            "select did as chose, until, reason, who, at from keeping where conversation_id = :id"
            " order by seq desc limit 1",
            id=conversation_id,
        )  # fmt: skip
        return Choice(**{**rows[0], "chose": Chose(rows[0]["chose"])}) if rows else None

    def extended(self, conversation_id: str) -> str:
        """The moment to which somebody had it kept; empty where nobody did."""
        choice = self.newest(conversation_id)
        return choice.until if choice and choice.chose is Chose.EXTENDED else ""

    def add(self, conversation_id: str, chose: Chose, until: str, who: str, reason: str = "") -> str:
        """Keep the choice, and the day with it; to be used within a transaction. The day."""
        self._db.execute(
            "update conversation set retain_until = :until where id = :id", id=conversation_id, until=until
        )
        self._db.execute(
            "insert into keeping (conversation_id, did, until, reason, who, at)"
            " values (:id, :did, :until, :reason, :who, :at)",
            id=conversation_id, did=chose.value, until=until, reason=reason, who=who, at=now(),
        )  # fmt: skip
        return until
