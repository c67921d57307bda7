"""Messages as kept: the words before they are understood, and the reply once it is decided."""

import json
from dataclasses import asdict, replace
from typing import Any

from records.clock import now
from records.database import Database, Row
from records.message import Input, Message, Part, Picked, Reply, Said

NOTHING_PICKED = "{}"


class MessageIdUsed(Exception):
    """The same message id came with other words: neither is thrown away, and the sender must choose a new id."""


class Messages:
    """The message table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, conversation_id: str, said: Said) -> Message:
        """Put the words on disk once; a resent message is found again, with its reply if it has one.

        Raises MessageIdUsed where the id was used for something else.
        """
        with self._db.transaction(conversation_id):
            self._db.execute(
                "insert into message (conversation_id, id, question_id, words, picked, wish, input, edited, received)"
                " values (:conversation_id, :id, :question_id, :words, :picked, :wish, :input, :edited, :received)"
                " on conflict (conversation_id, id) do nothing",
                conversation_id=conversation_id, id=said.message_id, question_id=said.question_id, words=said.words,
                picked=_picked_json(said.picked), wish=said.wish, input=said.input.value, edited=int(said.edited),
                received=now(),
            )  # fmt: skip
        kept = self.find(conversation_id, said.message_id)
        if kept is None:  # erased by another process in between
            raise LookupError(conversation_id)
        if kept.said != said and not (kept.reply and kept.said in _erased(said)):
            raise MessageIdUsed(said.message_id)
        return kept

    def find(self, conversation_id: str, message_id: str) -> Message | None:
        """One message of a conversation, or None."""
        rows = self._db.query(
            "select * from message where conversation_id = :c and id = :id", c=conversation_id, id=message_id
        )
        return _read(rows[0]) if rows else None

    def of(self, conversation_id: str) -> list[Message]:
        """All messages of a conversation, in the order in which they came."""
        rows = self._db.query("select * from message where conversation_id = :c order by seq", c=conversation_id)
        return [_read(row) for row in rows]

    def waiting(self, conversation_id: str) -> list[Message]:
        """Those kept but not yet answered, oldest first: the engine was away when they came."""
        rows = self._db.query(
            "select * from message where conversation_id = :c and reply is null order by seq", c=conversation_id
        )
        return [_read(row) for row in rows]

    def left(self, before: str) -> list[str]:
        """The ids of the conversations in which a message waits that came before a time; not of those taken back."""
        rows = self._db.query(
            "select distinct m.conversation_id from message m join conversation c on c.id = m.conversation_id"
            " where m.reply is null and m.received < :before and c.state <> 'withdrawn'",
            before=before,
        )
        return [str(row["conversation_id"]) for row in rows]

    def received(self, conversation_id: str, before: int) -> str | None:
        """When the message came that so many have followed, or None where there are not so many."""
        rows = self._db.query(
            "select received from message where conversation_id = :c order by seq desc limit 1 offset :before",
            c=conversation_id, before=before,
        )  # fmt: skip
        return str(rows[0]["received"]) if rows else None

    def answer(self, seq: int, reply: Reply) -> None:
        """Keep the reply that a message got."""
        self._db.execute("update message set reply = :reply where seq = :seq", reply=json.dumps(asdict(reply)), seq=seq)

    def empty(self, seq: int) -> None:
        """Erase what a message said; that it was said stays."""
        self._db.execute("update message set words = null, picked = '{}' where seq = :seq", seq=seq)


def _erased(said: Said) -> tuple[Said, Said]:
    """What is left of a message whose words were set apart, and of one whose answer was taken back."""
    return replace(said, words=None), replace(said, words=None, picked=Picked())


def _picked_json(picked: Picked) -> str:
    return json.dumps(asdict(picked), ensure_ascii=False) if picked else NOTHING_PICKED


def read_picked(stored: object) -> Picked:
    """What was picked, from its stored form."""
    if stored in {None, NOTHING_PICKED}:  # most messages are words
        return Picked()
    fields: dict[str, Any] = json.loads(str(stored))
    return Picked(**fields | {"choices": tuple(fields["choices"])})


def _read(row: Row) -> Message:
    fields: dict[str, Any] = dict(row)
    said = Said(
        message_id=fields["id"], question_id=fields["question_id"], words=fields["words"],
        picked=read_picked(fields["picked"]), wish=fields["wish"], input=Input(fields["input"]),
        edited=bool(fields["edited"]),
    )  # fmt: skip
    reply = _read_reply(json.loads(fields["reply"])) if fields["reply"] else None
    return Message(fields["seq"], fields["conversation_id"], said, fields["received"], reply)


def _read_reply(fields: dict[str, Any]) -> Reply:
    parts = tuple(
        Part(**part | {"echo": tuple(part["echo"]) if part.get("echo") else None}) for part in fields["parts"]
    )
    return Reply(fields["understood_as"], parts, fields["state"], fields["progress"])
