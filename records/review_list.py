"""The list of reviews: the most urgent first, with how far each has come, and nothing of what was said."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from records.clock import now
from records.conversation import SHARED_STATES, Audience
from records.database import Database, Row
from records.invitations import STANDING, Standing
from records.reviews import READY_DAYS, Review, read_review

WEEK_DAYS = 7
PAGE = 50


class Due(str, Enum):
    """How soon the views are needed."""

    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"


@dataclass(frozen=True)
class Wanted:
    """Which reviews to list; `who` is the user name of whoever prepared them, `page` counts from 1."""

    search: str = ""
    standing: Standing | None = None
    audience: Audience | None = None
    due: Due | None = None
    who: str | None = None
    page: int = 1


@dataclass(frozen=True)
class Side:
    """One invitation of a review, and how far its conversation has come."""

    invitation_id: str
    audience: Audience
    standing: Standing
    conversation_id: str | None
    done: int
    total: int

    @property
    def shared(self) -> bool:
        """Whether the words may be read."""
        return self.standing.value in {state.value for state in SHARED_STATES}


@dataclass(frozen=True)
class Listed:
    """One review and its invitations, those that came to nothing left out where another counts."""

    review: Review
    due: Due
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Page:
    """So many rows of `total`, from row `first` on (counted from 1); `pages` there are."""

    rows: tuple[Listed, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The number of the first row."""
        return (self.number - 1) * PAGE + 1


DONE = """
min(case when standing in ('withdrawn', 'expired', 'finished', 'stopped', 'taken_back') then 1 else 0 end)
* max(case when standing in ('finished', 'stopped') then 1 else 0 end)"""
"""Of all invitations of a review: whether nobody is waited for any more, and somebody came to an end (1 or 0)."""

STOOD = f"""
stood as (select i.review_id, i.audience, {STANDING} as standing
          from invitation i left join conversation c on c.id = i.conversation_id),
summed as (
    select review_id, max(case when standing in ('withdrawn', 'expired') then 0 else 1 end) as invited,
           {DONE} as done
    from stood group by review_id)"""  # noqa: S608  # of our own words

LIST = f"""
with {STOOD}, ranked as (
    select review.*, coalesce(invited, 0) as invited, closed is not null or coalesce(done, 0) = 1 as is_done,
           case when closed is not null or coalesce(done, 0) = 1 then 'done' when meeting is null then 'undated'
                when meeting < :overdue then 'overdue' when meeting < :week then 'this_week' else 'later' end as due
    from review left join summed on summed.review_id = review.id
    where (:search = '' or instr(lower(coalesce(called, '') || ' ' || about), lower(:search)) > 0)
      and (who = :who or :who is null))
select *, count(*) over () as total from ranked
where (due = :due or :due is null)
  and (exists (select 1 from invitation where review_id = ranked.id and invitation.audience = :audience)
       or :audience is null)
  and (exists (select 1 from stood where stood.review_id = ranked.id and stood.standing = :standing
               and (stood.audience = :audience or :audience is null))
       or :standing is null or (:standing = 'not_invited' and invited = 0))
order by is_done, meeting is null, case when not is_done then meeting end, case when is_done then meeting end desc,
         lower(coalesce(called, '')), id
limit :page_size offset :offset"""  # noqa: S608  # of our own words

SIDES = f"""
select i.review_id, i.id as invitation_id, i.audience, i.conversation_id, {STANDING} as standing,
       (select json_extract(reply, '$.progress') from message
        where message.conversation_id = c.id and reply is not null order by seq desc limit 1) as progress
from invitation i left join conversation c on c.id = i.conversation_id
where i.review_id in (select value from json_each(:ids)) order by i.made, i.rowid"""  # noqa: S608  # of our own words


class ReviewList:
    """Reviews, found and ordered."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def page(self, wanted: Wanted, today: date) -> Page:
        """One page; a page beyond the last is empty."""
        asked = {name: value.value if isinstance(value, Enum) else value for name, value in asdict(wanted).items()}
        overdue = today + timedelta(days=READY_DAYS)
        rows = self._db.query(
            LIST, **asked, now=now(), overdue=overdue.isoformat(), page_size=PAGE, offset=(wanted.page - 1) * PAGE,
            week=(overdue + timedelta(days=WEEK_DAYS)).isoformat(),
        )  # fmt: skip
        sides = self._sides([str(row["id"]) for row in rows])
        listed = tuple(Listed(read_review(row), Due(row["due"]), sides.get(str(row["id"]), ())) for row in rows)
        return Page(listed, int(str(rows[0]["total"])) if rows else 0, wanted.page)

    def sides(self, review_id: str) -> tuple[Side, ...]:
        """The invitations of one review, the oldest first."""
        return self._sides([review_id]).get(review_id, ())

    def _sides(self, ids: Sequence[str]) -> dict[str, tuple[Side, ...]]:
        found: dict[str, tuple[Side, ...]] = {}
        for row in self._db.query(SIDES, ids=json.dumps(ids), now=now()):
            review_id = str(row["review_id"])
            found[review_id] = (*found.get(review_id, ()), _side(row))
        return found


def _side(row: Row) -> Side:
    progress: dict[str, Any] = json.loads(str(row["progress"] or "{}"))
    conversation_id = row["conversation_id"]
    return Side(
        str(row["invitation_id"]), Audience(row["audience"]), Standing(row["standing"]),
        str(conversation_id) if conversation_id else None, progress.get("done", 0), progress.get("total", 0),
    )  # fmt: skip
