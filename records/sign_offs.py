"""Signing off: who of the staff says that a record was checked and may go into the plan as it stands."""

from dataclasses import dataclass

from records.clock import now
from records.database import Database


@dataclass(frozen=True)
class SignOff:
    """`seal` is that of the record when it was checked: where it is another now, something has changed since."""

    conversation_id: str
    seal: str
    who: str
    at: str


class SignOffs:
    """The sign_off table: at most one for a record; the audit has those that were taken back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, conversation_id: str, seal: str, who: str) -> None:
        """Checked, as it stands now; in place of one before."""
        self._db.execute(KEEP, conversation_id=conversation_id, seal=seal, who=who, now=now())

    def take_back(self, conversation_id: str) -> bool:
        """Undo that; whether there was one."""
        return bool(self._db.execute("delete from sign_off where conversation_id = :id", id=conversation_id))

    def of(self, conversation_id: str) -> SignOff | None:
        """The one of a record, or None."""
        rows = self._db.query(
            "select sign_off.conversation_id, seal, coalesce(staff.name, who) as who, at from sign_off"
            " left join staff on staff.username = who where conversation_id = :id",
            id=conversation_id,
        )  # fmt: skip
        return SignOff(*(str(rows[0][name]) for name in SignOff.__dataclass_fields__)) if rows else None


KEEP = """
insert into sign_off (conversation_id, seal, who, at) values (:conversation_id, :seal, :who, :now)
on conflict (conversation_id) do update set seal = excluded.seal, who = excluded.who, at = excluded.at"""
