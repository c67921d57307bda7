"""Picture passwords: three pictures that somebody chose, wanted beside the code; kept as a salted hash alone."""

from collections.abc import Iterable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from records.database import Database

HOW_MANY = 3
"""Of nine, in any order: 84 ways, so that it only ever stands behind a code and a limit on tries."""


class PicturePasswords:
    """The picture_password table."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._hasher = PasswordHasher()

    def choose(self, conversation_id: str, pictures: Iterable[str]) -> None:
        """From now on the code opens only together with these."""
        self._db.execute(
            "insert into picture_password (conversation_id, hash) values (:c, :hash)"
            " on conflict (conversation_id) do update set hash = :hash",
            c=conversation_id, hash=self._hasher.hash(_as_one(pictures)),
        )  # fmt: skip

    def forget(self, conversation_id: str) -> None:
        """The code opens by itself again."""
        self._db.execute("delete from picture_password where conversation_id = :c", c=conversation_id)

    def wanted(self, conversation_id: str) -> bool:
        """Whether the code opens only together with pictures."""
        return self._hash(conversation_id) is not None

    def fits(self, conversation_id: str, pictures: Iterable[str]) -> bool:
        """Whether these are the ones, in any order; any fit where none are wanted."""
        kept = self._hash(conversation_id)
        try:
            return kept is None or self._hasher.verify(kept, _as_one(pictures))
        except VerifyMismatchError:
            return False

    def _hash(self, conversation_id: str) -> str | None:
        rows: list[Any] = self._db.query(
            "select hash from picture_password where conversation_id = :c", c=conversation_id
        )  # fmt: skip
        return str(rows[0]["hash"]) if rows else None


def _as_one(pictures: Iterable[str]) -> str:
    return "\n".join(sorted(pictures))
