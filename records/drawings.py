"""Drawings and photos: kept beside the answers that they belong to, and erased with them."""

import uuid
from typing import Any

from records.clock import now
from records.database import Database

MOST = 60
"""Of one conversation: more than it has questions."""


class Drawings:
    """The drawing table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, conversation_id: str, image: bytes) -> str | None:
        """Its id; None where there are too many already."""
        with self._db.transaction(conversation_id):
            rows: list[Any] = self._db.query(
                "select count(*) as many from drawing where conversation_id = :c", c=conversation_id
            )  # fmt: skip
            if rows[0]["many"] >= MOST:
                return None
            made = str(uuid.uuid4())
            self._db.execute(
                "insert into drawing (id, conversation_id, image, at) values (:id, :c, :image, :at)",
                id=made, c=conversation_id, image=image, at=now(),
            )  # fmt: skip
            return made

    def of(self, conversation_id: str) -> dict[str, bytes]:
        """All pictures of a conversation by their ids, as a record needs them."""
        rows: list[Any] = self._db.query("select id, image from drawing where conversation_id = :c", c=conversation_id)
        return {row["id"]: bytes(row["image"]) for row in rows}

    def find(self, conversation_id: str, drawing_id: str) -> bytes | None:
        """The picture, if it belongs to that conversation."""
        rows: list[Any] = self._db.query(
            "select image from drawing where id = :id and conversation_id = :c", id=drawing_id, c=conversation_id
        )  # fmt: skip
        return bytes(rows[0]["image"]) if rows else None
