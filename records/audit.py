"""The audit: who saw or exported what, and when; it is only ever added to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from records.clock import now
from records.database import Database

MOST = 500


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did; never holds what a person said. `seq` is its place among all."""

    at: str
    who: str
    did: str
    conversation_id: str | None
    detail: str
    seq: int = 0
    name: str | None = None
    called: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class Sought:
    """Which entries are sought; `since` and `until` are moments, `before` is the `seq` of an entry.

    `person` is a name to be called, a reference, or the beginning of a conversation's id: all that is left of whoever
    has been erased.
    """

    person: str = ""
    who: str = ""
    did: str = ""
    since: str = ""
    until: str = ""
    conversation_id: str = ""
    before: int = 0


class Audit:
    """The audit table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, who: str, did: str, conversation_id: str | None = None, detail: str = "") -> None:
        """Add an entry, such as ("jones", "exported", id, "csv")."""
        self._db.execute(
            "insert into audit (at, who, did, conversation_id, detail) values (:at, :who, :did, :c, :detail)",
            at=now(), who=who, did=did, c=conversation_id, detail=detail,
        )  # fmt: skip

    def newest(self, conversation_id: str | None = None, most: int = MOST) -> list[Entry]:
        """The newest first; of one conversation, or of all."""
        return self.find(Sought(conversation_id=conversation_id or ""), most)

    def find(self, sought: Sought, most: int = MOST) -> list[Entry]:
        """The newest that fit, the newest first."""
        given = {name: value for name, value in vars(sought).items() if value}
        where = " and ".join(CONDITIONS[name] for name in given) or "true"
        rows: list[Any] = self._db.query(ENTRIES.format(where=where), most=most, **given)
        return [Entry(**row) for row in rows]

    def all(self, sought: Sought, at_once: int = 1_000) -> Iterator[Entry]:
        """All that fit, the newest first, without holding them in memory."""
        found = self.find(sought, at_once)
        while found:
            yield from found
            found = self.find(Sought(**vars(sought) | {"before": found[-1].seq}), at_once)

    def kinds(self) -> list[str]:
        """All that was ever done, by name."""
        return [str(row["did"]) for row in self._db.query(KINDS)]


ENTRIES = """
select a.seq, a.at, a.who, a.did, a.conversation_id, a.detail, s.name, c.called, c.about from audit a
left join staff s on s.username = a.who left join conversation c on c.id = a.conversation_id
where {where} order by a.seq desc limit :most"""

# From each to the next by the index: there are a few kinds, and in time millions of entries.
KINDS = """
with recursive kind(did) as (select min(did) from audit
  union all select (select min(did) from audit where did > kind.did) from kind where did is not null)
select did from kind where did is not null"""

CONDITIONS = {
    "person": "a.conversation_id in (select id from conversation where instr(lower(coalesce(called, '') || ' ' ||"
    " coalesce(about, '')), lower(:person)) > 0 union select distinct conversation_id from audit"
    " where substr(conversation_id, 1, length(:person)) = lower(:person))",
    "who": "(a.who = lower(:who) or instr(lower(s.name), lower(:who)) > 0)",
    "did": "a.did = :did",
    "since": "a.at >= :since",
    "until": "a.at < :until",
    "conversation_id": "a.conversation_id = :conversation_id",
    "before": "a.seq < :before",
}
