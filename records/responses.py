"""Responses: what was done or decided about an answer and why, in words for the person who gave it."""

from dataclasses import asdict, dataclass
from typing import Any

from records.clock import now
from records.database import Database


@dataclass(frozen=True)
class Response:
    """What was done about one answer, by whom it was written down, and by when it is to be done (a day, ISO 8601)."""

    question_id: str
    did: str
    by_when: str | None
    who: str
    at: str


class Responses:
    """The response table; it is only ever added to."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, conversation_id: str, question_id: str, did: str, who: str, by_when: str | None = None) -> Response:
        """Write down what was done; it stands in place of what was written before."""
        response = Response(question_id, did, by_when, who, now())
        self._db.execute(
            "insert into response (conversation_id, question_id, did, by_when, who, at)"
            " values (:conversation_id, :question_id, :did, :by_when, :who, :at)",
            conversation_id=conversation_id, **asdict(response),
        )  # fmt: skip
        return response

    def of(self, conversation_id: str) -> dict[str, Response]:
        """The newest of a conversation, by the question that was answered."""
        rows: list[Any] = self._db.query(
            "select question_id, did, by_when, who, at from response where conversation_id = :c order by seq",
            c=conversation_id,
        )  # fmt: skip
        return {row["question_id"]: Response(**row) for row in rows}
