"""Who of the staff saw what one person said, or could: what that person is told of the audit."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.database import Database


class Seen(str, Enum):
    """What somebody did with the words, or with the way to them."""

    READ = "read"
    HEARD = "heard"
    TOOK = "took"
    WROTE = "wrote"
    RENEWED = "renewed"
    """Made a new code to come back with, by which whoever has it can also read and speak."""


NEW_CODE = "made a new code to come back"

# Only what is named here is told: nothing that may be added later, unless somebody chooses to.
TOLD = {
    "read the record": Seen.READ, "read two records side by side": Seen.READ, "heard a recording": Seen.HEARD,
    "exported the record": Seen.TOOK, "took away two records side by side": Seen.TOOK,
    "wrote what was done": Seen.WROTE, NEW_CODE: Seen.RENEWED,
}  # fmt: skip

# That a lead looked at a concern is never told, nor, where there is a concern, that a lead looked at the record:
# whoever holds the tablet may be the one who is feared, and must not learn that somebody knows (docs/safety.md).
# A new code is told in any case: it is a way in, the old code has stopped, and it says of nobody that they know.
LOOKS = """
select a.who, s.name, a.did, max(a.at) as at from audit a left join staff s on s.username = a.who
where a.conversation_id = :c and not (coalesce(s.role, '') = 'safeguarding_lead' and a.did <> :new_code
  and exists (select 1 from concern where conversation_id = :c))
group by a.who, s.name, a.did, substr(a.at, 1, 10) order by max(a.seq) desc"""


@dataclass(frozen=True)
class Look:
    """One thing that one member of staff did, when they last did it; without a name, whoever looks after MySay."""

    name: str | None
    seen: Seen
    at: str


class Readers:
    """The audit of one conversation, as far as its owner is told."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, conversation_id: str, most: int = 50) -> list[Look]:
        """The newest first; what somebody did several times on one day is told once."""
        rows: list[Any] = self._db.query(LOOKS, c=conversation_id, new_code=NEW_CODE)
        looks = [(row["who"], Look(row["name"], TOLD[row["did"]], row["at"])) for row in rows if row["did"] in TOLD]
        days = {(who, look.seen, look.at[:10]): look for who, look in reversed(looks)}
        return list(reversed(days.values()))[:most]
