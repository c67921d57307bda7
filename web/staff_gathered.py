"""Gathered: the conversations that belong together, since they are about the same person."""

from dataclasses import dataclass

from records.conversation import SHARED_STATES, Audience, Conversation
from records.reviews import Review
from web.problems import Problem
from web.services import services
from web.staff_records import LISTED

MOST = 2_000


@dataclass(frozen=True)
class Gathered:
    """The conversations about one person, the newest first; of one review, where there is one."""

    talks: tuple[Conversation, ...]
    review: Review | None = None

    @property
    def own(self) -> tuple[Conversation, ...]:
        """Those with the child or young person that staff may read."""
        return tuple(talk for talk in self._shared if talk.audience is not Audience.PARENT)

    @property
    def parents(self) -> tuple[Conversation, ...]:
        """Those with a parent or carer that staff may read."""
        return tuple(talk for talk in self._shared if talk.audience is Audience.PARENT)

    @property
    def _shared(self) -> tuple[Conversation, ...]:
        return tuple(talk for talk in self.talks if talk.state in SHARED_STATES)


def gathered(conversation_id: str = "", review_id: str = "") -> Gathered:
    """The conversations of a review; or a conversation with those of its review, else with those of its reference.

    Raises Problem 404 where it is not there.
    """
    if review_id:
        return _of_review(services().store.reviews.find(review_id))
    talk = services().store.conversations.find(conversation_id)
    if talk is None or talk.state not in LISTED:
        raise Problem(404, "not_found")
    review = services().store.reviews.of_conversation(talk.id)
    if review:
        return _of_review(review)
    return Gathered(_about(talk.about) if talk.about else (talk,))


def _of_review(review: Review | None) -> Gathered:
    if review is None:
        raise Problem(404, "not_found")
    store = services().store
    ids = [found.conversation_id for found in store.invitations.of_review(review.id) if found.conversation_id]
    talks = [talk for talk in map(store.conversations.find, ids) if talk and talk.state in LISTED]
    return Gathered(tuple(sorted(talks, key=lambda talk: talk.changed, reverse=True)), review)


def _about(reference: str) -> tuple[Conversation, ...]:
    found = services().store.conversations.newest(LISTED, reference, MOST)
    return tuple(talk for talk in found if talk.about == reference)
