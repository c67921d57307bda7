"""Conversations as kept: opened, found, changed, listed, erased."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.clock import now
from records.conversation import Audience, Conversation, Purpose, State, Way
from records.database import Database, Row
from records.devices import Devices
from records.erasures import Erasures, What
from records.secret import code_digest, new_code
from records.set_apart import before_a_conversation_goes


@dataclass(frozen=True)
class Opened:
    """A new conversation with the two secrets that lead back to it; neither is kept in the clear."""

    conversation: Conversation
    token: str
    resume_code: str


class Conversations:
    """The conversation table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(self, audience: Audience, purpose: Purpose, **about: Any) -> Opened:
        """Start one; `about` takes year_group, called, about, helper, adjustments, earlier_id, questions."""
        at, code = now(), new_code()
        conversation = Conversation(str(uuid.uuid4()), audience, purpose, created=at, changed=at, **about)
        row = {name: _stored(value) for name, value in vars(conversation).items()} | {"resume_code": code_digest(code)}
        columns = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        with self._db.transaction(conversation.id):
            self._db.execute(f"insert into conversation ({columns}) values ({values})", **row)  # noqa: S608  # names of our own fields
            token = Devices(self._db).let_in(conversation.id)
        return Opened(conversation, token, code)

    def find(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        rows = self._db.query("select * from conversation where id = :id", id=conversation_id)
        return _read(rows[0]) if rows else None

    def of_code(self, code: str) -> str | None:
        """The id of the conversation that a resume code leads to."""
        rows = self._db.query("select id from conversation where resume_code = :code", code=code_digest(code))
        return str(rows[0]["id"]) if rows else None

    def renew_code(self, conversation_id: str) -> str | None:
        """A new resume code in place of the old one, which leads nowhere any more; None where there is no such one."""
        code = new_code()
        renewed = self._db.execute(
            "update conversation set resume_code = :code where id = :id", code=code_digest(code), id=conversation_id
        )
        return code if renewed else None

    def change(self, conversation_id: str, **changes: Any) -> None:
        """Set the named fields, and the time of the change; from then on it is kept as long as any other."""
        row = {name: _stored(value) for name, value in changes.items()} | {"changed": now(), "retain_until": None}
        settings = ", ".join(f"{name} = :{name}" for name in row)
        sql = f"update conversation set {settings} where id = :id"  # noqa: S608  # names of our own fields
        with self._db.transaction(conversation_id):
            self._db.execute(sql, id=conversation_id, **row)

    def newest(self, states: Sequence[State] = tuple(State), search: str = "", most: int = 200) -> list[Conversation]:
        """The newest first; `search` looks in the name to be called and the reference."""
        rows = self._db.query(
            "select * from conversation where state in (select value from json_each(:states))"
            " and (:search = ''"
            " or instr(lower(coalesce(called, '') || ' ' || coalesce(about, '')), lower(:search)) > 0)"
            " order by changed desc limit :most",
            states=json.dumps([state.value for state in states]), search=search, most=most,
        )  # fmt: skip
        return [_read(row) for row in rows]

    def erase(self, conversation_id: str, due: str = "") -> bool:
        """Take everything that was said off the disk, the write-ahead log included; concerns stay, set apart.

        `due`: only where it was to go by then. False where nothing went.
        """
        gone = self.delete(conversation_id, due)
        if gone:
            self._db.forget_traces()
        return gone

    def delete(self, conversation_id: str, due: str = "") -> bool:
        """The same, but that traces are left on the disk: for a transaction that does more, and forgets them after."""
        with self._db.transaction(conversation_id):
            found = self.find(conversation_id)
            if found is None or (due and not (found.retain_until and found.retain_until <= due)):
                return False
            before_a_conversation_goes(self._db, conversation_id)
            self._db.execute("delete from conversation where id = :id", id=conversation_id)
            Erasures(self._db).note(What.CONVERSATION, conversation_id)
        return True


def _stored(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, tuple)) else value


def _read(row: Row) -> Conversation:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name != "resume_code"}
    fields |= {
        "audience": Audience(fields["audience"]),
        "purpose": Purpose(fields["purpose"]),
        "state": State(fields["state"]),
        "way": Way(fields["way"]),
        "adjustments": json.loads(fields["adjustments"]),
        "questions": tuple(json.loads(fields["questions"])),
    }
    return Conversation(**fields)
