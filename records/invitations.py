"""Invitations: single-use codes that open a conversation as a practitioner prepared it."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from records.clock import later, now
from records.conversation import Audience
from records.database import Database, Row
from records.secret import code_digest, new_code

DAYS = 28
DAY_SECONDS = 24 * 60 * 60.0
OPENING_SECONDS = 120.0
"""As long as opening a conversation can take; a claim of which nothing has come by then was that of a dead process."""


class Standing(str, Enum):
    """What has become of an invitation; NOT_INVITED is a review that has none that counts.

    WITHDRAWN is an invitation that staff took back; TAKEN_BACK a conversation that its owner no longer shares.
    """

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    OPENED = "opened"
    ASKING = "asking"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OVER = frozenset({Standing.EXPIRED, Standing.WITHDRAWN})
"""Nobody came by it, and nobody can any more."""

STANDING = """
case when c.state = 'asking' and not exists (select 1 from answer where answer.conversation_id = c.id) then 'opened'
     when c.state = 'withdrawn' then 'taken_back' when c.id is not null then c.state
     when i.used is not null or i.claimed_until > :now then 'erased' when i.withdrawn is not null then 'withdrawn'
     when i.expires <= :now then 'expired' else 'invited' end"""
"""What has become of invitation `i`, whose conversation is `c`, at the time `:now`."""

FREE = "used is null and withdrawn is null and (claimed_until is null or claimed_until <= :now)"
"""Somebody may still come by it, and nobody is about to."""


@dataclass(frozen=True)
class Invitation:
    """One invitation; its code is known only to whoever was given it. Times are ISO 8601 in UTC.

    `questions` are the practitioner's own, asked after all others. `conversation_id` is what came of it.
    """

    id: str
    review_id: str
    audience: Audience
    who: str
    made: str
    expires: str
    standing: Standing = Standing.INVITED
    helper: str | None = None
    adjustments: Mapping[str, object] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    conversation_id: str | None = None


@dataclass(frozen=True)
class Invited:
    """An invitation with its code, told once."""

    invitation: Invitation
    code: str


class Invitations:
    """The invitation table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def make(self, review_id: str, audience: Audience, who: str, days: float = DAYS, **prepared: Any) -> Invited:
        """A new one, for so many days; `prepared` takes helper, adjustments and questions."""
        code, invitation_id = new_code(), str(uuid.uuid4())
        self._db.execute(
            "insert into invitation (id, review_id, audience, who, made, expires, code, helper, adjustments, questions)"
            " values (:id, :review_id, :audience, :who, :made, :expires, :code, :helper, :adjustments, :questions)",
            id=invitation_id, review_id=review_id, audience=audience.value, who=who, made=now(),
            expires=later(days * DAY_SECONDS), code=code_digest(code), helper=prepared.get("helper"),
            adjustments=json.dumps(prepared.get("adjustments") or {}),
            questions=json.dumps(list(prepared.get("questions", ())), ensure_ascii=False),
        )  # fmt: skip
        return Invited(self._one("i.id = :key", invitation_id), code)

    def find(self, invitation_id: str) -> Invitation | None:
        """The invitation, or None."""
        return next(iter(self._all("i.id = :key", invitation_id)), None)

    def of_code(self, code: str) -> Invitation | None:
        """The invitation that a code belongs to, whatever has become of it, or None."""
        return next(iter(self._all("i.code = :key", code_digest(code))), None)

    def of_review(self, review_id: str) -> list[Invitation]:
        """All of a review, the oldest first."""
        return self._all("i.review_id = :key", review_id)

    def claim(self, invitation_id: str) -> bool:
        """Hold it while it is opened, whoever comes first; false where that cannot be done, or not any more."""
        return self._changed("claimed_until = :until", f"{FREE} and expires > :now", invitation_id)

    def release(self, invitation_id: str) -> None:
        """Undo that: nothing came of it."""
        self._changed("claimed_until = null", "conversation_id is null", invitation_id)

    def opened(self, invitation_id: str, conversation_id: str) -> bool:
        """Use it: this conversation came of it. False where it took so long that another's did, or it was withdrawn."""
        used = self._db.execute(
            "update invitation set conversation_id = :conversation_id, used = :now, claimed_until = null"
            " where id = :id and used is null and withdrawn is null",
            id=invitation_id, conversation_id=conversation_id, now=now(),
        )  # fmt: skip
        return used > 0

    def withdraw(self, invitation_id: str) -> bool:
        """Nobody can come by it from now on; false where somebody has."""
        return self._changed("withdrawn = :now", FREE, invitation_id)

    def put_back(self, invitation_id: str) -> bool:
        """Undo that: the same code counts again, as long as it would have."""
        return self._changed("withdrawn = null", "withdrawn is not null and used is null", invitation_id)

    def renew(self, invitation_id: str, days: float = DAYS) -> Invited | None:
        """A new code in place of the old one, which counts no more; None while a conversation has come of it."""
        code = new_code()
        renewed = self._db.execute(
            "update invitation set code = :code, expires = :expires, used = null, withdrawn = null,"
            " claimed_until = null where id = :id and conversation_id is null",
            id=invitation_id, code=code_digest(code), expires=later(days * DAY_SECONDS),
        )  # fmt: skip
        return Invited(self._one("i.id = :key", invitation_id), code) if renewed else None

    def _changed(self, setting: str, where: str, invitation_id: str) -> bool:
        sql = f"update invitation set {setting} where id = :id and {where}"  # noqa: S608  # of our own words
        return self._db.execute(sql, id=invitation_id, now=now(), until=later(OPENING_SECONDS)) > 0

    def _one(self, where: str, key: str) -> Invitation:
        return self._all(where, key)[0]

    def _all(self, where: str, key: str) -> list[Invitation]:
        sql = (
            f"select i.*, {STANDING} as standing from invitation i left join conversation c on c.id = i.conversation_id"  # noqa: S608  # of our own words
            f" where {where} order by i.made, i.rowid"
        )
        return [_read(row) for row in self._db.query(sql, key=key, now=now())]


def _read(row: Row) -> Invitation:
    fields: dict[str, Any] = {name: row[name] for name in Invitation.__dataclass_fields__}
    fields |= {
        "audience": Audience(fields["audience"]),
        "standing": Standing(fields["standing"]),
        "adjustments": json.loads(fields["adjustments"]),
        "questions": tuple(json.loads(fields["questions"])),
    }
    return Invitation(**fields)
