"""Reviews: about whom views are gathered, what for, and by when they are needed."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from records.clock import now
from records.conversation import Purpose
from records.database import Database, Row
from records.secret import new_code

READY_DAYS = 14
"""The views are ready so long before the meeting, so that everybody can read them."""


@dataclass(frozen=True)
class Facts:
    """What staff may change about a review; `meeting` is a day, ISO 8601."""

    purpose: Purpose
    called: str | None = None
    year_group: int | None = None
    meeting: str | None = None

    @classmethod
    def of(cls, review: "Review") -> "Facts":
        """As they stand."""
        return cls(review.purpose, review.called, review.year_group, review.meeting)


@dataclass(frozen=True)
class Review:
    """One review of one person. `about` is a pseudonymous reference, the same for each review of that person.

    `meeting` is a day, ISO 8601; `who` is the user name of whoever prepared it; `closed` is when it was done with.
    `before` has the facts as they were before the last change, as JSON, where that can be undone.
    """

    id: str
    about: str
    purpose: Purpose
    who: str
    made: str
    called: str | None = None
    year_group: int | None = None
    meeting: str | None = None
    closed: str | None = None
    before: str | None = None

    @property
    def due(self) -> date | None:
        """The day on which the views are to be ready."""
        return date.fromisoformat(self.meeting) - timedelta(days=READY_DAYS) if self.meeting else None


CHANGE = """
update review set purpose = :purpose, called = :called, year_group = :year_group, meeting = :meeting, before = :before
where id = :id"""

ERASE_OVER = """
delete from review where id in (
    select review.id from review left join invitation on review_id = review.id group by review.id
    having review.made < :before and coalesce(meeting, '') < :before and coalesce(max(expires), '') < :before
       and count(conversation_id) = 0)"""


class Reviews:
    """The review table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self, who: str, purpose: Purpose, about: str | None = None, review_id: str | None = None, **told: Any
    ) -> Review:  # fmt: skip
        """Keep one; `told` takes called, year_group and meeting. Without a reference the person gets one at random."""
        review = Review(review_id or str(uuid.uuid4()), about or new_code(), purpose, who, now(), **told)
        self._db.execute(
            "insert into review (id, about, purpose, who, made, called, year_group, meeting)"
            " values (:id, :about, :purpose, :who, :made, :called, :year_group, :meeting)",
            **asdict(review) | {"purpose": purpose.value},
        )  # fmt: skip
        return review

    def change(self, review: Review, facts: Facts) -> None:
        """Put other facts in place of those of a review as it was found; what was opened before stays as it was."""
        before = json.dumps(asdict(Facts.of(review)))
        self._db.execute(CHANGE, id=review.id, before=before, **asdict(facts) | {"purpose": facts.purpose.value})

    def undo_change(self, review: Review) -> bool:
        """Put back what stood before the last change; False where there was none."""
        if review.before is None:
            return False
        return bool(self._db.execute(CHANGE, id=review.id, before=None, **json.loads(review.before)))

    def close(self, review_id: str) -> None:
        """Nothing is waited for any more."""
        self._db.execute("update review set closed = :now where id = :id", id=review_id, now=now())

    def reopen(self, review_id: str) -> None:
        """Undo that."""
        self._db.execute("update review set closed = null where id = :id", id=review_id)

    def erase_over(self, before: str) -> int:
        """Take off the disk those that were over before then, once no conversation of theirs is left; how many."""
        return self._db.execute(ERASE_OVER, before=before)

    def find(self, review_id: str) -> Review | None:
        """The review, or None."""
        rows = self._db.query("select * from review where id = :id", id=review_id)
        return read_review(rows[0]) if rows else None

    def of_conversation(self, conversation_id: str) -> Review | None:
        """The review that a conversation was opened for, or None."""
        rows = self._db.query(
            "select review.* from invitation join review on review.id = review_id where conversation_id = :id",
            id=conversation_id,
        )  # fmt: skip
        return read_review(rows[0]) if rows else None


def read_review(row: Row) -> Review:
    """From a row that has every column of the table, and perhaps others."""
    fields: dict[str, Any] = {name: row[name] for name in Review.__dataclass_fields__}
    return Review(**fields | {"purpose": Purpose(fields["purpose"])})
