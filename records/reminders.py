"""Reminders: whom of the staff to remind of views that are due, at which address, and when that was done last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from records.clock import now
from records.database import Database
from records.invitations import STANDING
from records.review_list import DONE, WEEK_DAYS, Due, Listed, ReviewList, Wanted
from records.reviews import READY_DAYS


@dataclass(frozen=True)
class Waiting:
    """The reviews of one member of staff that need them, the most urgent first, as many as a page of the list holds.

    `overdue` and `soon` say how many there are of which the views are overdue, or due within a week.
    """

    reviews: tuple[Listed, ...]
    overdue: int
    soon: int


@dataclass(frozen=True)
class Reminder:
    """What one member of staff is reminded of, and where."""

    staff_id: str
    email: str
    waiting: Waiting


class Reminders:
    """The reminder table: an address for each member of staff who wants to be reminded."""

    def __init__(self, db: Database, review_list: ReviewList) -> None:
        self._db, self._list = db, review_list

    def address(self, staff_id: str) -> str | None:
        """Where somebody is reminded, or None where they are not."""
        rows = self._db.query("select email from reminder where staff_id = :id", id=staff_id)
        return str(rows[0]["email"]) if rows else None

    def choose(self, staff_id: str, email: str | None) -> None:
        """Remind somebody there, or with None no more."""
        if email is None:
            self._db.execute("delete from reminder where staff_id = :id", id=staff_id)
        else:
            self._db.execute(KEEP, id=staff_id, email=email)

    def waiting(self, username: str, today: date) -> Waiting:
        """The reviews that somebody prepared and that need them."""
        overdue, soon = (self._list.page(Wanted(who=username, due=due), today) for due in (Due.OVERDUE, Due.THIS_WEEK))
        return Waiting((*overdue.rows, *soon.rows), overdue.total, soon.total)

    def counts(self, username: str, today: date) -> tuple[int, int]:
        """Of how many of somebody's reviews the views are overdue, and of how many they are due within a week."""
        overdue = today + timedelta(days=READY_DAYS)
        week = overdue + timedelta(days=WEEK_DAYS)
        (row,) = self._db.query(
            COUNTS, who=username, now=now(), overdue=overdue.isoformat(), week=week.isoformat()
        )  # fmt: skip
        late, total = int(str(row["late"])), int(str(row["total"]))
        return late, total - late

    def claim(self, today: date) -> Iterator[Reminder]:
        """Those to be sent today: each is given to one process alone, however many ask, and once a day."""
        for row in self._db.query(WANTED, today=today.isoformat()):
            staff_id, waiting = str(row["id"]), self.waiting(str(row["username"]), today)
            if waiting.reviews and self._db.execute(TAKE, id=staff_id, today=today.isoformat()):
                yield Reminder(staff_id, str(row["email"]), waiting)

    def not_sent(self, reminder: Reminder) -> None:
        """Give one back, to be tried again."""
        self._db.execute("update reminder set sent = null where staff_id = :id", id=reminder.staff_id)


KEEP = """
insert into reminder (staff_id, email) values (:id, :email)
on conflict (staff_id) do update set email = excluded.email"""

# Of the reviews of one person alone, so that it is quick however many there are.
COUNTS = f"""
with mine as (select id, meeting from review where who = :who and closed is null and meeting < :week),
stood as (select i.review_id, {STANDING} as standing from invitation i
          left join conversation c on c.id = i.conversation_id where i.review_id in (select id from mine)),
summed as (select review_id, {DONE} as done from stood group by review_id)
select coalesce(sum(case when meeting < :overdue then 1 else 0 end), 0) as late, count(*) as total
from mine left join summed on review_id = id where coalesce(done, 0) = 0"""  # noqa: S608  # of our own words

WANTED = """
select staff.id, username, email from reminder join staff on staff.id = staff_id
where removed is null and (sent is null or sent < :today) order by username"""

TAKE = "update reminder set sent = :today where staff_id = :id and (sent is null or sent < :today)"
