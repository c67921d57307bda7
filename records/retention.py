"""How long a conversation is kept: so many months after the last word, and never less than staff had notice of."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from records.audit import Audit
from records.clock import later, now
from records.conversation import Conversation
from records.conversations import Conversations
from records.database import Database
from records.keeping import Choice, Chose, Keeping

NOTICE_SECONDS = 30 * 24 * 3600.0
MOST = 500


@dataclass(frozen=True)
class Due:
    """A conversation that goes at `until`, and what was decided about that."""

    conversation: Conversation
    until: str
    choice: Choice | None


class Retention:
    """The day on which each conversation goes.

    `retain_until` is set when notice is given, and taken away when the person says something more.
    """

    def __init__(self, db: Database, conversations: Conversations, audit: Audit) -> None:
        self._db, self._conversations, self._audit = db, conversations, audit
        self._keeping = Keeping(db)

    def until(self, conversation: Conversation, months: int) -> str:
        """When it goes, unless something more is said."""
        kept = max(after(conversation.changed, months), self._keeping.extended(conversation.id))
        return conversation.retain_until or kept

    def give_notice(self, months: int) -> int:
        """Set the day of all that are soon to go, a month from now; how many these are."""
        soon, count = later(NOTICE_SECONDS), 0
        for row in self._db.query(QUIET, then=after(soon, -months)):
            conversation_id, changed = str(row["id"]), str(row["changed"])
            if max(after(changed, months), self._keeping.extended(conversation_id)) <= soon:
                count += self._db.execute(NOTICE, id=conversation_id, changed=changed, until=soon)
        return count

    def due(self) -> list[Due]:
        """Those that go within a month, the next first."""
        return self._found(DUE)

    def extended(self) -> list[Due]:
        """Those that staff keep for longer."""
        return self._found(EXTENDED)

    def extend(self, conversation_id: str, months: int, reason: str, who: str) -> str | None:
        """Keep it for some months more; until when, or None where no notice of it was given."""
        with self._db.transaction():
            until = self._noticed(conversation_id)
            return until and self._keeping.add(conversation_id, Chose.EXTENDED, after(until, months), who, reason)

    def let_go(self, conversation_id: str, who: str) -> str | None:
        """Agree that it goes on its day; which, or None where no notice of it was given."""
        with self._db.transaction():
            until = self._noticed(conversation_id)
            return until and self._keeping.add(conversation_id, Chose.LET_GO, until, who)

    def undo(self, conversation_id: str, months: int, who: str) -> str | None:
        """Take that back: it goes when it would have gone, a month from now at the soonest; None where nothing was."""
        with self._db.transaction():
            found, choice = self._conversations.find(conversation_id), self._keeping.newest(conversation_id)
            if not found or not found.retain_until or not choice or choice.chose is Chose.UNDONE:
                return None
            anew = max(after(found.changed, months), later(NOTICE_SECONDS))
            until = anew if choice.chose is Chose.EXTENDED else found.retain_until
            return self._keeping.add(conversation_id, Chose.UNDONE, until, who)

    def erase_due(self, months: int) -> int:
        """Give notice, and take off the disk whatever is due; how many that were. Any number may do so at once."""
        self.give_notice(months)
        rows = self._db.query("select id from conversation where retain_until <= :now", now=now())
        return sum(self._erase(str(row["id"])) for row in rows)

    def _erase(self, conversation_id: str) -> bool:
        with self._db.transaction(conversation_id):  # nothing goes without a note of it, whenever this is killed
            gone = self._conversations.delete(conversation_id, due=now())
            if gone:
                self._audit.note("MySay", "erased", conversation_id, "kept long enough")
        if gone:
            self._db.forget_traces()
        return gone

    def _found(self, which: str) -> list[Due]:
        rows = self._db.query(which, soon=later(NOTICE_SECONDS), most=MOST)
        talks = [self._conversations.find(str(row["id"])) for row in rows]
        return [Due(talk, talk.retain_until or "", self._keeping.newest(talk.id)) for talk in talks if talk]

    def _noticed(self, conversation_id: str) -> str | None:
        found = self._conversations.find(conversation_id)
        return found.retain_until if found else None


QUIET = "select id, changed from conversation where retain_until is null and changed <= :then"
NOTICE = "update conversation set retain_until = :until where id = :id and retain_until is null and changed = :changed"
DUE = "select id from conversation where retain_until <= :soon order by retain_until limit :most"
EXTENDED = (
    "select id from conversation where retain_until > :soon and 'extended' = (select did from keeping"
    " where conversation_id = conversation.id order by seq desc limit 1) order by retain_until limit :most"
)


def after(at: str, months: int) -> str:
    """The same day some months later, or the last of that month where it has no such day."""
    moment = datetime.fromisoformat(at)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day).isoformat(timespec="milliseconds")
