"""The audit as an administrator searches it, in the portal and over the API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from records.audit import Entry, Sought
from records.exports.as_csv import sheet
from records.exports.labels import here
from web.problems import Problem
from web.services import services
from web.staff_session import member

MOST = 200
LONGEST = 100
COLUMNS = ("When", "User name", "Name", "Did", "Conversation", "Called", "Reference", "Detail")


@dataclass(frozen=True)
class Page:
    """Entries, the newest first, and where the older ones begin (None: there are none)."""

    entries: list[Entry]
    older: int | None


def sought(fields: Mapping[str, str]) -> Sought:
    """What is sought; raises Problem 422 where a day or a number is none."""
    texts = {name: fields.get(name, "").strip()[:LONGEST] for name in ("person", "who", "did", "conversation_id")}
    try:
        since, until, before = fields.get("since"), fields.get("until"), int(fields.get("before") or 0)
        moments = {
            "since": _midnight(date.fromisoformat(since)) if since else "",
            "until": _midnight(date.fromisoformat(until) + timedelta(days=1)) if until else "",
        }
    except (ValueError, OverflowError):
        raise Problem(422, "wrong_fields") from None
    if not 0 <= before < 2**63:
        raise Problem(422, "wrong_fields")
    return Sought(**texts, **moments, before=before)


def page(wanted: Sought, most: int = MOST) -> Page:
    """One page of what is sought; that it was read is noted, but not what was searched: that may be a name."""
    found = services().store.audit.find(wanted, most + 1)
    services().store.audit.note(member().username, "read the audit")
    return Page(found[:most], found[most - 1].seq if len(found) > most else None)


def as_csv(wanted: Sought) -> Iterator[bytes]:
    """All that is sought, for a spreadsheet, piece by piece."""
    store = services().store
    store.audit.note(member().username, "exported the audit")
    return sheet(COLUMNS, map(_cells, store.audit.all(wanted)))


def _cells(entry: Entry) -> tuple[str, ...]:
    told = (entry.who, entry.name, entry.did, entry.conversation_id, entry.called, entry.about, entry.detail)
    return (f"{here(entry.at):%Y-%m-%d %H:%M:%S}", *(cell or "" for cell in told))


def _midnight(day: date) -> str:
    """The beginning of a day by the clock here, as the store writes moments."""
    moment = datetime(day.year, day.month, day.day).astimezone()
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
