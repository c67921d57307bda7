"""Gathered: the conversations that belong together, since they are about the same person."""

from dataclasses import dataclass

from records.conversation import SHARED_STATES, Audience, Conversation
from web.problems import Problem
from web.services import services
from web.staff_records import LISTED

MOST = 2_000


@dataclass(frozen=True)
class Gathered:
    """The conversations about one person, the newest first; of one review, where there is one."""

    talks: tuple[Conversation, ...]

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


def gathered(conversation_id: str) -> Gathered:
    """This conversation and those with the same reference; raises Problem 404 where it is not there."""
    talk = services().store.conversations.find(conversation_id)
    if talk is None or talk.state not in LISTED:
        raise Problem(404, "not_found")
    return Gathered(_about(talk.about) if talk.about else (talk,))


def _about(reference: str) -> tuple[Conversation, ...]:
    found = services().store.conversations.newest(LISTED, reference, MOST)
    return tuple(talk for talk in found if talk.about == reference)
