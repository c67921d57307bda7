"""A tally of what is there and what waits: numbers alone, for whoever watches over an installation."""

from collections.abc import Mapping
from dataclasses import dataclass

from records.conversation import State
from records.database import Database

# An alert of a concern that has been read is told no more, and waits for nobody.
WAITING = {
    "messages": "select count(*) as many from message where reply is null",
    "concerns": "select count(*) as many from concern where unread_since is not null",
    "alerts": "select count(*) as many from alert a join concern c on c.id = a.concern_id"
    " where c.unread_since is not null and (a.delivered is null or a.delivered < c.unread_since)",
}


@dataclass(frozen=True)
class Tally:
    """How many conversations stand where, and how many messages, concerns and alerts wait."""

    conversations: Mapping[str, int]
    waiting: Mapping[str, int]


def tally(db: Database) -> Tally:
    """As it is now; raises StoreUnavailable."""
    found = {str(row["state"]): int(str(row["many"])) for row in db.query(
        "select state, count(*) as many from conversation group by state")}  # fmt: skip
    waiting = {what: int(str(db.query(sql)[0]["many"])) for what, sql in WAITING.items()}
    return Tally({state.value: found.get(state.value, 0) for state in State}, waiting)
