"""What Rasa remembers of a conversation: nothing, since the record store alone knows where it stands.

Every turn starts from a tracker that has just listened, so that turn 60 costs what turn 2 costs and an engine that was
killed, or another one, goes on as if nothing had happened. See docs/decisions/0001-one-action-a-turn.md.
"""

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Saves nothing; whoever is asked for is found at the start of a session, listening."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Nothing to keep: what was said is in the record store."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker that is ready for the next message."""
        tracker = DialogueStateTracker(sender_id, self.domain.slots, sender_source=None)
        for event in (SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
            tracker.update(event, self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        """No conversation is kept here."""
        return []
