"""Tries that failed, counted for all processes together: whoever guesses finds one limit, after a restart too."""

from records.clock import later, now
from records.database import Database


class FailedTries:
    """The failed_try table. A key is what tries are counted by, signed by whoever counts: it is kept as it is given."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, key: str, seconds: float) -> None:
        """One more, which counts for so many seconds; those that no longer count are forgotten."""
        with self._db.transaction():
            self._db.execute("delete from failed_try where until <= :now", now=now())
            self._db.execute("insert into failed_try (key, until) values (:key, :until)", key=key, until=later(seconds))

    def until(self, key: str, tries: int) -> str | None:
        """When fewer than so many count again (ISO 8601), or None where fewer do now."""
        rows = self._db.query(
            "select until from failed_try where key = :key and until > :now order by until desc"
            " limit 1 offset :before",
            key=key, now=now(), before=tries - 1,
        )  # fmt: skip
        return str(rows[0]["until"]) if rows else None

    def forget(self, key: str) -> None:
        """A success: earlier ones no longer count."""
        self._db.execute("delete from failed_try where key = :key", key=key)
