"""Side by side: a person's views and a parent's, each as far as its owner allowed, and a young person's apart.

Past compulsory school age the two are shown beside each other only after a deliberate step: a member of staff says why,
and that the young person agreed. It is in the audit, holds for half an hour, and opens only what everyone at the
review may see.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import session

from bot.interview.recording import NO_TOPIC
from records.comparison import Comparison, allows, compare, for_everyone, kept_apart
from records.conversation import Conversation
from records.record import Record
from web.problems import Problem
from web.services import services
from web.staff_gathered import Gathered
from web.staff_records import readable
from web.staff_session import member

OPENED = "side_by_side"
OPENED_BOTH = "opened two records side by side"
"""In the audit, with the reason behind a colon."""
OPEN_SECONDS = 30 * 60
SHORTEST_REASON, LONGEST_REASON = 10, 300


@dataclass(frozen=True)
class Sides:
    """The two records that were chosen, and what may be done with them; None where nobody has finished yet."""

    own: Record | None
    parent: Record | None
    opened: bool = False

    @property
    def apart(self) -> bool:
        """Whether they are shown apart unless somebody opens them."""
        return bool(self.own) and kept_apart(self.own, self.parent)  # type: ignore[arg-type]  # where there is no own one, nothing is asked of it

    @property
    def allowed(self) -> bool:
        """Whether they may be opened at all: the young person let everyone at the review see something."""
        return self.own is not None and allows(self.own)

    @property
    def together(self) -> bool:
        """Whether both stand on the page now."""
        return bool(self.own and self.parent) and (not self.apart or (self.opened and self.allowed))


def sides(found: Gathered, own_id: str = "", parent_id: str = "") -> Sides:
    """The newest of each side, or those that are asked for; an id that is not among them counts as none."""
    own, parent = _chosen(found.own, own_id), _chosen(found.parents, parent_id)
    return Sides(own, parent, _is_open(own, parent))


def comparison(chosen: Sides, *, on_paper: bool) -> Comparison:
    """Both beside each other; raises Problem 409 where they stand apart or one is not there yet.

    On the page that is noted at once; what is taken away is noted with its hash, by `note_taken`.

    On paper, which is for everyone at the review, is only what everyone may see; so it is for a young person.
    """
    if not (chosen.own and chosen.parent and chosen.together):
        raise Problem(409, "kept_apart")
    both = (chosen.own, chosen.parent)
    own, parent = (for_everyone(record) for record in both) if on_paper or chosen.apart else both
    if not on_paper:
        _note("read two records side by side", own, parent, "")
    return compare(own, parent, [*(topic.id for topic in services().bank.topics), NO_TOPIC])


def note_taken(both: Comparison, what: str, body: bytes) -> None:
    """Into the audit of each: what was taken, the hash of the file, and the seal that the file has of that one."""
    _note("took away two records side by side", both.own, both.parent, f" {what} sha256:{sha256(body).hexdigest()}")


def open_both(chosen: Sides, reason: str, *, agreed: bool) -> None:
    """Show a young person's views beside a parent's for half an hour.

    Raises Problem 409 where they may not be opened, 422 without a reason or where the young person was not asked.
    """
    if not (chosen.own and chosen.parent and chosen.apart and chosen.allowed):
        raise Problem(409, "kept_apart")
    why = " ".join(reason.split())
    if not agreed or not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise Problem(422, "say_why")
    detail = f"with {chosen.parent.id}: {why}"
    services().store.audit.note(member().username, OPENED_BOTH, chosen.own.id, detail)
    session[OPENED] = {**_open_now(), _key(chosen.own, chosen.parent): time.time() + OPEN_SECONDS}


def _note(did: str, own: Record, parent: Record, what: str) -> None:
    for record, other in ((own, parent), (parent, own)):
        seal = f" seal:{record.seal}" if what else ""
        services().store.audit.note(member().username, did, record.id, f"with {other.id}{what}{seal}")


def _chosen(talks: Sequence[Conversation], wanted: str) -> Record | None:
    talk = next((talk for talk in talks if talk.id == wanted), talks[0] if talks else None)
    return readable(talk.id) if talk else None


def _key(own: Record, parent: Record) -> str:
    return f"{member().id} {own.id} {parent.id}"


def _is_open(own: Record | None, parent: Record | None) -> bool:
    return bool(own and parent) and _key(own, parent) in _open_now()  # type: ignore[arg-type]  # mypy does not see through bool()


def _open_now() -> dict[str, float]:
    return {key: until for key, until in session.get(OPENED, {}).items() if until > time.time()}
