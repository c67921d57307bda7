"""Concerns as the safeguarding lead deals with them, in the portal and over the API; all others are refused."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from records.alerts import Attempt
from records.concerns import Concern, Ending, Whom
from records.conversation import SHARED_STATES
from records.desk import Did, Overtaken, Step
from records.staff import Member, Role
from web.incoming import words
from web.problems import Problem
from web.services import services
from web.staff_session import member, whoever

View = TypeVar("View", bound=Callable[..., Any])
REFERENCE = 8
"""As much of an id as is shown, and as an alert gives."""
MOST, LONGEST_NOTE = 100, 4_000
STATES = ("open", "unread", "closed", "all")


@dataclass(frozen=True)
class Found:
    """One concern, and as much of who said it as finding them takes."""

    concern: Concern
    whom: Whom | None
    record: bool = False

    @property
    def text(self) -> str:
        """What a search looks in."""
        ids = f"{self.concern.conversation_id} {self.concern.id}"
        return f"{ids} {self.whom.called or ''} {self.whom.about or ''}".lower() if self.whom else ids


@dataclass(frozen=True)
class Story:
    """One concern with all that was done about it, and how far telling of it has come."""

    found: Found
    steps: list[Step]
    alerts: list[Attempt]

    @property
    def seen(self) -> int:
        """The newest step that whoever looks has seen."""
        return self.steps[-1].seq if self.steps else 0


def lead_only(view: View) -> View:
    """Only for safeguarding leads; that somebody else asked is kept, since nobody else has a reason to."""

    @functools.wraps(view)
    def guarded(*args: Any, **named: Any) -> Any:
        if member().role is not Role.SAFEGUARDING_LEAD:
            asked = str(named.get("concern_id", ""))[:REFERENCE]
            services().store.audit.note(member().username, "was refused a concern", detail=asked)
            raise Problem(403, "not_allowed")
        return view(*args, **named)

    return guarded  # type: ignore[return-value]  # called as the view is


def listed(state: str = "all", search: str = "") -> list[Found]:
    """Unread ones on top; the newest MOST of those that fit. Whose words were looked at is kept."""
    wanted = search.strip().lower()
    chosen = [concern for concern in services().store.concerns.newest() if _fits(concern, state)]
    found = [one for one in map(_found, chosen) if wanted in one.text][:MOST]
    note("read the concerns", " ".join(one.concern.id[:REFERENCE] for one in found))
    return found


def story(concern_id: str) -> Story:
    """All there is to one concern; raises Problem 404."""
    found = _found(_concern(concern_id))
    note("read a concern", concern_id[:REFERENCE])
    return Story(found, services().store.desk.steps(concern_id), services().store.alerts.of(concern_id))


def acknowledge(concern_id: str) -> Concern:
    """Read by the lead: no more alerts of it are sent. Raises Problem 404, or 409 where it waits for somebody else."""
    concern, store = _concern(concern_id), services().store
    if store.desk.read(concern_id, member()):
        note("marked a concern as read", concern_id[:REFERENCE])
    elif concern.unread_since:
        raise Problem(409, "waits_for_another")
    return _concern(concern_id)


def act(concern_id: str, did: Did, fields: Any) -> None:
    """Note, hand over, close or open again: `{words, seen, to?, ending?}`; raises Problem 404, 409, 413 or 422."""
    _concern(concern_id)
    desk, who, seen = services().store.desk, member(), _seen(fields)
    said = _said(fields, needed=did in {Did.NOTED, Did.CLOSED})
    acts: dict[Did, Callable[[], None]] = {
        Did.NOTED: lambda: desk.note(concern_id, who, said),
        Did.HANDED: lambda: desk.hand_over(concern_id, who, _lead(fields.get("to")), said, seen),
        Did.CLOSED: lambda: desk.close(concern_id, who, _ending(fields.get("ending")), said, seen),
        Did.REOPENED: lambda: desk.reopen(concern_id, who, said, seen),
    }
    if did not in acts:
        raise Problem(422, "wrong_fields")
    try:
        acts[did]()
    except Overtaken:
        raise Problem(409, "overtaken") from None
    note(DID[did], concern_id[:REFERENCE])


DID = {
    Did.NOTED: "wrote a note about a concern", Did.HANDED: "handed a concern over", Did.CLOSED: "closed a concern",
    Did.REOPENED: "opened a concern again",
}  # fmt: skip


def unread() -> int:
    """How many concerns wait for whoever is signed in, wherever in the portal they are."""
    who = whoever()
    return services().store.concerns.unread_by(who.id) if who and who.role is Role.SAFEGUARDING_LEAD else 0


def leads() -> list[Member]:
    """Every lead, whoever is signed in first."""
    found = [one for one in services().store.staff.everyone() if one.role is Role.SAFEGUARDING_LEAD]
    return sorted(found, key=lambda one: (one.id != member().id, one.name))


def note(did: str, reference: str) -> None:
    """Into the audit by the concern's own reference: whose concern it is, no administrator needs to know."""
    services().store.audit.note(member().username, did, detail=reference)


def _fits(concern: Concern, state: str) -> bool:
    fits = {"open": concern.ending is None, "unread": bool(concern.unread_since), "closed": concern.ending is not None}
    return fits.get(state, True)


def _found(concern: Concern) -> Found:
    talk = services().store.conversations.find(concern.conversation_id)
    if talk is None:
        return Found(concern, concern.whom)
    whom = services().store.concerns.whom(talk.id)
    return Found(concern, whom, record=talk.state in SHARED_STATES)


def _concern(concern_id: str) -> Concern:
    concern = services().store.concerns.find(concern_id)
    if concern is None:
        raise Problem(404, "not_found")
    return concern


def _said(fields: Any, needed: bool) -> str:
    given = fields.get("words")
    said = words(given) if given or needed else ""
    if needed and said is None:
        raise Problem(422, "empty")
    if said and len(said) > LONGEST_NOTE:
        raise Problem(413, "too_long", {"limit": f"{LONGEST_NOTE:,}"})
    return said or ""


def _seen(fields: Any) -> int:
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    given = str(fields.get("seen", ""))
    if not given.isdecimal() or len(given) > 15:
        raise Problem(422, "wrong_fields")
    return int(given)


def _lead(given: Any) -> Member:
    found = next((one for one in leads() if given in {one.id, one.username}), None)
    if found is None:
        raise Problem(422, "no_such_lead")
    return found


def _ending(given: Any) -> Ending:
    try:
        return Ending(given)
    except ValueError:
        raise Problem(422, "no_ending") from None
