"""Starting: a conversation opens by an invitation, as it was prepared, or without one where that is allowed."""

from dataclasses import dataclass, replace
from typing import Any

from accessibility.adjustments import Adjustments
from records.invitations import Invitation, Standing
from records.reviews import Review
from web import earlier, incoming, talking
from web.codes import slowly
from web.limits import check_room, counted_opening
from web.problems import Problem
from web.services import services
from web.showing import Json

OWN_TO_SAY = frozenset({"invitation", "called", "helper", "adjustments", "earlier_code", "earlier_pictures"})
"""What somebody who was invited may say otherwise than it was prepared."""
OPEN = frozenset({Standing.INVITED})


@dataclass(frozen=True)
class Prepared:
    """An invitation that still opens, and the review that it is for."""

    invitation: Invitation
    review: Review

    def fields(self, given: dict[str, Any]) -> dict[str, Any]:
        """The fields of an opening: as prepared, but for what the person says otherwise."""
        mine = {name: value for name, value in given.items() if name in OWN_TO_SAY}
        adjusted = Adjustments.of({**self.invitation.adjustments, **incoming.adjustments(mine.get("adjustments", {}))})
        return {
            "called": self.review.called, "helper": self.invitation.helper, **mine, "adjustments": adjusted.chosen(),
            "audience": self.invitation.audience.value, "purpose": self.review.purpose.value,
            "year_group": self.review.year_group, "about": self.review.about,
        }  # fmt: skip


def prepared(code: Any) -> Prepared:
    """What a code opens; raises Problem 404 where none, 410 where nothing any more, 429 after too many wrong ones."""
    if not isinstance(code, str):
        raise Problem(422, "wrong_fields")
    invitation = found(code)
    if invitation.standing not in OPEN:
        raise Problem(410, gone(invitation))
    review = services().store.reviews.find(invitation.review_id)
    if review is None:
        raise Problem(404, "wrong_invitation")
    return Prepared(invitation, review)


def found(code: str) -> Invitation:
    """The invitation of a code, whatever became of it; raises Problem 404 or 429."""
    return slowly(lambda: services().store.invitations.of_code(code), "wrong_invitation")


def gone(invitation: Invitation) -> str:
    """The name of the problem that says why an invitation opens nothing."""
    standing = invitation.standing
    why = standing.value if standing in {Standing.EXPIRED, Standing.WITHDRAWN} else "used"
    return f"invitation_{why}"


def start(fields: Any) -> Json:
    """Open a conversation; raises Problem 403 where an invitation is needed, and all that the steps raise.

    Problem 503 while very many talk: those inside are served first. What is wrong is told even then.
    """
    invited = prepared(fields["invitation"]) if isinstance(fields, dict) and fields.get("invitation") else None
    opening = incoming.opening(invited.fields(fields) if invited else fields)
    if invited is None and not services().settings.open_access:
        raise Problem(403, "closed")
    check_room()
    before = earlier.proved(opening)
    opening = earlier.remembered(opening, before) if before else opening
    earlier_id = before.id if before else None
    if invited is None:
        with counted_opening():
            return talking.open_conversation(services(), opening, earlier_id)
    return _join(invited.invitation, replace(opening, questions=invited.invitation.questions), earlier_id)


def _join(invitation: Invitation, opening: incoming.Opening, earlier_id: str | None) -> Json:
    """Used by whoever comes first; where nothing could be opened, it can be tried again."""
    invitations = services().store.invitations
    if not invitations.claim(invitation.id):
        raise Problem(410, gone(invitations.find(invitation.id) or invitation))
    try:
        opened = talking.open_conversation(services(), opening, earlier_id)
        came = invitations.opened(invitation.id, opened["id"])
    except BaseException:  # where it was opened and not noted, nobody has learnt the way into it
        invitations.release(invitation.id)
        raise
    if not came:
        services().store.conversations.erase(opened["id"])
        raise Problem(410, gone(invitations.find(invitation.id) or invitation))
    services().store.audit.note("participant", "came by an invitation", opened["id"], invitation.id)
    return opened
