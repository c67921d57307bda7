"""Responses: what was done or decided about an answer and why, in words for the person who gave it."""

from dataclasses import asdict, dataclass
from typing import Any

from records.clock import now
from records.database import Database

TAKEN_BACK = ""
"""What is written where a response was taken back and there was none before."""


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

    def take_back(self, conversation_id: str, question_id: str, who: str) -> bool:
        """What stood before stands again, or nothing; false where nothing stands. Nothing written is ever deleted."""
        written = [row for row in self._all(conversation_id) if row.question_id == question_id]
        if not written or not written[-1].did:
            return False
        before = written[-2] if len(written) > 1 else Response(question_id, TAKEN_BACK, None, who, "")
        self.add(conversation_id, question_id, before.did, before.who if before.did else who, before.by_when)
        return True

    def of(self, conversation_id: str) -> dict[str, Response]:
        """The newest of a conversation, by the question that was answered."""
        newest = {found.question_id: found for found in self._all(conversation_id)}
        return {question_id: found for question_id, found in newest.items() if found.did}

    def _all(self, conversation_id: str) -> list[Response]:
        rows: list[Any] = self._db.query(
            "select question_id, did, by_when, who, at from response where conversation_id = :c order by seq",
            c=conversation_id,
        )  # fmt: skip
        return [Response(**row) for row in rows]
