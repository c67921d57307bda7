"""Alerts: who was told of a concern, how often it was tried, and whether it arrived; one row a concern and channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.clock import later, now
from records.concerns import Level
from records.database import Database


@dataclass(frozen=True)
class Alert:
    """One concern to be told by one channel; nothing of what was said. `tries` counts those that failed.

    `since`: since when it waits to be read; later than `at` where it was handed over, to the lead called `handed_to`.
    """

    concern_id: str
    channel: str
    conversation_id: str
    level: Level
    at: str
    since: str = ""
    handed_to: str | None = None
    tries: int = 0


@dataclass(frozen=True)
class Attempt:
    """How telling one channel has gone so far; `failed` is the kind of the last failure."""

    channel: str
    tries: int
    delivered: str | None
    failed: str | None


class Alerts:
    """The alert table: what is to be told survives a restart, and is claimed so that only one process tells it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def claim(self, channel: str, waits: Mapping[Level, float], seconds: float) -> Alert | None:
        """The next unread concern to tell by a channel, held for us for some seconds; None where there is none.

        `waits`: how many seconds each level of concern may stay unread before this channel is told.
        """
        for row in self._db.query(NEXT, channel=channel, now=now(), **_before(waits)):
            fields: dict[str, Any] = dict(row)
            alert = Alert(**fields | {"level": Level(fields["level"])})
            claimed = self._db.execute(
                CLAIM, concern_id=alert.concern_id, channel=channel, now=now(), until=later(seconds), since=alert.since
            )
            if claimed:
                return alert
        return None

    def renew(self, alert: Alert, seconds: float) -> None:
        """Hold a claim for longer, since the telling still goes on."""
        self._db.execute(
            "update alert set claimed_until = :until where concern_id = :concern and channel = :channel"
            " and claimed_until is not null",
            until=later(seconds), concern=alert.concern_id, channel=alert.channel,
        )  # fmt: skip

    def delivered(self, alert: Alert, to_lead: bool) -> None:
        """It has arrived; `to_lead`: at the person in charge, so that the concern counts as told.

        What was on its way while the concern was handed over told nothing of that: it is still to be told.
        """
        with self._db.transaction():
            self._db.execute(
                "update alert set claimed_until = null, failed = null, delivered = case when"
                " (select unread_since from concern where id = :concern) > :since then :since else :at end"
                " where concern_id = :concern and channel = :channel",
                at=now(), concern=alert.concern_id, channel=alert.channel, since=alert.since,
            )  # fmt: skip
            if to_lead:
                self._db.execute(
                    "update concern set delivered = :at where id = :id and delivered is null",
                    at=now(), id=alert.concern_id,
                )  # fmt: skip

    def failed(self, alert: Alert, kind: str, again_after: float) -> None:
        """It has not arrived; to be tried again after some seconds."""
        self._db.execute(
            "update alert set tries = tries + 1, failed = :kind, due = :due, claimed_until = null"
            " where concern_id = :concern and channel = :channel",
            kind=kind, due=later(again_after), concern=alert.concern_id, channel=alert.channel,
        )  # fmt: skip

    def of(self, concern_id: str) -> list[Attempt]:
        """How the telling of one concern has gone, channel by channel."""
        rows: list[Any] = self._db.query(
            "select channel, tries, delivered, failed from alert where concern_id = :id order by channel", id=concern_id
        )
        return [Attempt(**row) for row in rows]


# Never tried before tried, urgent before worry, the oldest first. A few, since another process may claim one first.
# One that was handed over after it had been told is told again: whoever has it now does not know yet.
NEXT = """
select c.id as concern_id, :channel as channel, c.conversation_id, c.level, c.at, c.unread_since as since,
  c.holder_name as handed_to, coalesce(a.tries, 0) as tries
from concern c left join alert a on a.concern_id = c.id and a.channel = :channel
where c.unread_since <= case c.level when 'urgent' then :urgent else :worry end
  and (a.delivered is null or a.delivered < c.unread_since)
  and (a.due is null or a.due <= :now) and (a.claimed_until is null or a.claimed_until <= :now)
order by coalesce(a.tries, 0) > 0, c.level = 'worry', c.at limit 4"""

CLAIM = """
insert into alert (concern_id, channel, claimed_until) values (:concern_id, :channel, :until)
on conflict (concern_id, channel) do update set claimed_until = excluded.claimed_until
where (alert.delivered is null or alert.delivered < :since) and (alert.due is null or alert.due <= :now)
  and (alert.claimed_until is null or alert.claimed_until <= :now)"""


def _before(waits: Mapping[Level, float]) -> dict[str, str]:
    """The moment before which a concern of each level must have come, to be told now."""
    return {level.value: later(-waits[level]) for level in Level}
