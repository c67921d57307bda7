"""Recordings: somebody's own voice, kept with the answer that it says, only where they chose that."""

from typing import Any

from records.clock import now
from records.database import Database
from records.erasures import Erasures, What

MOST_BYTES = 60_000_000
"""Of one conversation: half an hour of sound as the page sends it."""
NEWEST_WORDS = (
    "select a.question_id, a.message_seq from answer a join message m on m.seq = a.message_seq"
    " where a.conversation_id = :c and a.outcome = 'answered' and m.words is not null and m.input = 'spoken'"
    " and a.revision = (select max(b.revision) from answer b"
    " where b.conversation_id = a.conversation_id and b.question_id = a.question_id)"
)
"""What a recording may belong to: words that were spoken, that stand as an answer, and were not set apart."""


class NoSpokenAnswer(Exception):
    """There is no such message, or it is no answer (any more) that was spoken."""


class TooMuchSound(Exception):
    """This conversation holds as much sound as it may."""


class Recordings:
    """The recording table: one row a spoken message, gone with the message, and with the words that it says."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, conversation_id: str, message_id: str, sound: bytes) -> None:
        """Keep a WAV with the answer that this message gave; raises NoSpokenAnswer, TooMuchSound."""
        with self._db.transaction(conversation_id):  # the answer may be taken back at this very moment
            rows: list[Any] = self._db.query(NEWEST_WORDS + " and m.id = :id", c=conversation_id, id=message_id)
            if not rows:
                raise NoSpokenAnswer(message_id)
            if self._bytes(conversation_id) + len(sound) > MOST_BYTES:
                raise TooMuchSound(conversation_id)
            self._db.execute(
                "insert into recording (message_seq, conversation_id, sound, at) values (:seq, :c, :sound, :at)"
                " on conflict (message_seq) do nothing",
                seq=rows[0]["message_seq"], c=conversation_id, sound=sound, at=now(),
            )  # fmt: skip

    def find(self, conversation_id: str, question_id: str) -> bytes | None:
        """The WAV of somebody who says their answer as it stands now, or None."""
        rows: list[Any] = self._db.query(
            f"select r.sound from recording r join ({NEWEST_WORDS}) n on n.message_seq = r.message_seq"  # noqa: S608  # text of our own
            " where n.question_id = :q",
            c=conversation_id, q=question_id,
        )  # fmt: skip
        return bytes(rows[0]["sound"]) if rows else None

    def of(self, conversation_id: str) -> frozenset[str]:
        """The ids of the questions to whose answers one can listen."""
        rows = self._db.query(
            f"select n.question_id from recording r join ({NEWEST_WORDS}) n on n.message_seq = r.message_seq",  # noqa: S608  # text of our own
            c=conversation_id,
        )  # fmt: skip
        return frozenset(str(row["question_id"]) for row in rows)

    def remove(self, conversation_id: str, question_id: str) -> bool:
        """Erase the sound; the words stay. Whether there was any."""
        with self._db.transaction(conversation_id):
            gone = self._db.execute(
                "delete from recording where message_seq in (select message_seq from answer"
                " where conversation_id = :c and question_id = :q)",
                c=conversation_id, q=question_id,
            )  # fmt: skip
            if gone:
                Erasures(self._db).note(What.VOICE, conversation_id, question_id)
        self._db.forget_traces()
        return gone > 0

    def _bytes(self, conversation_id: str) -> int:
        rows: list[Any] = self._db.query(
            "select coalesce(sum(length(sound)), 0) as bytes from recording where conversation_id = :c",
            c=conversation_id,
        )  # fmt: skip
        return int(rows[0]["bytes"])
