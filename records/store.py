"""The store: the one home of the truth, behind one interface whatever the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operating.server import Server
from records.alerts import Alerts
from records.answers import Answers
from records.audit import Audit
from records.concerns import Concerns
from records.conversation import Conversation
from records.conversations import Conversations
from records.database import database_at
from records.desk import Desk
from records.devices import Devices
from records.drawings import Drawings
from records.erasures import Erasures
from records.failed_tries import FailedTries
from records.insight_counts import InsightCounts
from records.invitations import Invitations
from records.last_time import LastTime
from records.messages import Messages
from records.openid import OpenId
from records.picture_passwords import PicturePasswords
from records.readers import Readers
from records.recordings import Recordings
from records.reminders import Reminders
from records.responses import Responses
from records.retention import Retention
from records.review_list import ReviewList
from records.reviews import Reviews
from records.second_factors import SecondFactors
from records.sessions import Sessions
from records.sign_offs import SignOffs
from records.staff import Staff
from records.tally import Tally, tally
from records.templates import Templates


class Store:
    """Everything that is kept; safe to share between threads, and between processes and machines at one address."""

    def __init__(self, address: Path | Server, key: str = "") -> None:
        self._db = database_at(address, key)
        self.conversations = Conversations(self._db)
        self.devices = Devices(self._db)
        self.messages = Messages(self._db)
        self.answers = Answers(self._db)
        self.responses = Responses(self._db)
        self.concerns = Concerns(self._db)
        self.desk = Desk(self._db)
        self.alerts = Alerts(self._db)
        self.sessions = Sessions(self._db)
        self.staff = Staff(self._db, self.sessions)
        self.second_factors = SecondFactors(self._db)
        self.openid = OpenId(self._db)
        self.templates = Templates(self._db)
        self.drawings = Drawings(self._db)
        self.recordings = Recordings(self._db)
        self.picture_passwords = PicturePasswords(self._db)
        self.reviews = Reviews(self._db)
        self.review_list = ReviewList(self._db)
        self.reminders = Reminders(self._db, self.review_list)
        self.sign_offs = SignOffs(self._db)
        self.failed_tries = FailedTries(self._db)
        self.invitations = Invitations(self._db)
        self.audit = Audit(self._db)
        self.erasures = Erasures(self._db)
        self.insight_counts = InsightCounts(self._db)
        self.readers = Readers(self._db)
        self.retention = Retention(self._db, self.conversations, self.audit)

    def migrate(self) -> None:
        """Bring the tables up to date; to be called once by whoever starts first."""
        self._db.migrate()

    def migrated(self) -> list[str]:
        """The names of the changes that its tables have had; raises StoreUnavailable."""
        return self._db.migrated()

    @contextmanager
    def transaction(self, conversation_id: str = "") -> Iterator[None]:
        """All that happens inside is kept together, or not at all; see Database.transaction."""
        with self._db.transaction(conversation_id):
            yield

    def close(self) -> None:
        """Let go of every connection that nobody uses now."""
        self._db.close()

    def last_time(self, conversation: Conversation) -> LastTime | None:
        """The conversation before this one, where the person has proved that it was theirs and it is still there."""
        earlier = self.conversations.find(conversation.earlier_id) if conversation.earlier_id else None
        return LastTime(earlier, self.answers.of(earlier.id), self.responses.of(earlier.id)) if earlier else None

    def forget_traces(self) -> None:
        """Take what was deleted off the disk too, as far as the engine can."""
        self._db.forget_traces()

    def ready(self) -> bool:
        """Whether the store can be read and written now; raises StoreUnavailable where it cannot."""
        self._db.try_writing()
        return bool(self._db.query("select 1 from conversation union select 1"))

    def tally(self) -> Tally:
        """How many conversations stand where, and what waits."""
        return tally(self._db)
