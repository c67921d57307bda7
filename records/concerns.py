"""Concerns: what may be a cry for help, kept apart from the record with the exact words."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.clock import now
from records.database import Database, Row
from records.message import Message

NOT_UNDERSTOOD = "not_understood"
"""The signal of words that the program could not look at: a person must read them."""


class Level(str, Enum):
    """`worry` is checked gently and noted; `urgent` gets the full response and the words are set apart."""

    WORRY = "worry"
    URGENT = "urgent"


class Ending(str, Enum):
    """What became of a concern in the end."""

    ACTED = "acted"
    PASSED_ON = "passed_on"
    KNOWN = "known"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Whom:
    """Who said it, as far as finding the person takes; all that is kept of them once the conversation is gone.

    `prepared_by` is the name of whoever invited them.
    """

    called: str | None
    about: str | None
    audience: str
    year_group: int | None
    helper: str | None
    prepared_by: str | None = None


@dataclass(frozen=True)
class Concern:
    """One concern, as the safeguarding lead reads it.

    `delivered` is when an alert was first confirmed to have arrived, `unread_since` since when whoever it waits for has
    not read it (None: it is read), `holder` the id of the lead to whom it was handed. `whom` is there only once the
    conversation has been erased.
    """

    id: str
    conversation_id: str
    level: Level
    signals: tuple[str, ...]
    words: str
    at: str
    delivered: str | None = None
    acknowledged_by: str | None = None
    acknowledged: str | None = None
    unread_since: str | None = None
    holder: str | None = None
    holder_name: str | None = None
    ending: Ending | None = None
    whom: Whom | None = None


class Concerns:
    """The restricted concern table: ordinary reads of a record never come here."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, message: Message, level: Level, signals: Sequence[str]) -> None:
        """Keep a concern; an urgent one takes the words out of the record, a worry leaves them where they are."""
        apart = message.said.words if level is Level.URGENT else None
        with self._db.transaction(message.conversation_id):
            self._db.execute(
                "insert into concern (id, conversation_id, message_seq, level, signals, words, at, unread_since)"
                " values (:id, :conversation_id, :seq, :level, :signals, :words, :at, :at)",
                id=str(uuid.uuid4()), conversation_id=message.conversation_id, seq=message.seq, level=level.value,
                signals=json.dumps(list(signals)), words=apart, at=now(),
            )  # fmt: skip
            if apart is not None:
                self._db.execute("update message set words = null where seq = :seq", seq=message.seq)
                self._db.execute("delete from recording where message_seq = :seq", seq=message.seq)

    def not_understood(self, message: Message) -> None:
        """Have somebody read what the program could not, once: the mildest concern, the words stay where they are."""
        with self._db.transaction(message.conversation_id):
            if not self.raised(message):
                self.note(message, Level.WORRY, [NOT_UNDERSTOOD])

    def raised(self, message: Message) -> bool:
        """Whether there is a concern for this message."""
        return bool(self._db.query("select 1 from concern where message_seq = :seq", seq=message.seq))

    def newest(self) -> list[Concern]:
        """Unread ones on top, closed ones last; a worry is read from the record, where its words still are."""
        return [_read(row) for row in self._db.query(CONCERNS + IN_ORDER)]

    def find(self, concern_id: str) -> Concern | None:
        """One concern, or None."""
        rows = self._db.query(f"{CONCERNS} where c.id = :id", id=concern_id)
        return _read(rows[0]) if rows else None

    def whom(self, conversation_id: str) -> Whom | None:
        """Who talks in a conversation; None where it is gone."""
        rows: list[Any] = self._db.query(WHOM, id=conversation_id)
        return Whom(**rows[0]) if rows else None

    def unread_by(self, staff_id: str) -> int:
        """How many wait for this lead: those that were handed to nobody else."""
        rows = self._db.query(
            "select count(*) as many from concern where unread_since is not null and coalesce(holder, :who) = :who",
            who=staff_id,
        )  # fmt: skip
        return int(str(rows[0]["many"]))

    def undelivered(self) -> list[Concern]:
        """Those that nobody in charge is known to know of, oldest first."""
        return [found for found in reversed(self.newest()) if found.delivered is None and found.acknowledged is None]

    def known_to_somebody(self, conversation_id: str) -> frozenset[int]:
        """The `seq` of each message whose concern somebody in charge knows of: an alert arrived, or it was read."""
        rows = self._db.query(
            "select message_seq from concern where conversation_id = :c"
            " and (delivered is not null or acknowledged is not null) and message_seq is not null",
            c=conversation_id,
        )
        return frozenset(int(str(row["message_seq"])) for row in rows)


CONCERNS = (
    "select c.*, coalesce(c.words, m.words, '') as exact from concern c left join message m on m.seq = c.message_seq"
)
IN_ORDER = " order by c.unread_since is null, c.ending is not null, c.level = 'worry', c.at desc"

WHOM = """
select c.called, c.about, c.audience, c.year_group, c.helper, coalesce(s.name, i.who) as prepared_by
from conversation c left join invitation i on i.conversation_id = c.id left join staff s on s.username = i.who
where c.id = :id"""


def _read(row: Row) -> Concern:
    fields: dict[str, Any] = dict(row)
    return Concern(
        fields["id"], fields["conversation_id"], Level(fields["level"]), tuple(json.loads(fields["signals"])),
        fields["exact"], fields["at"], fields["delivered"], fields["acknowledged_by"], fields["acknowledged"],
        fields["unread_since"], fields["holder"], fields["holder_name"],
        Ending(fields["ending"]) if fields["ending"] else None,
        Whom(**json.loads(fields["whom"])) if fields["whom"] else None,
    )  # fmt: skip
