"""Reminders: once a day each member of staff who wants it hears by e-mail which of their reviews need views now."""

import uuid
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate
from smtplib import SMTPException

from alerts.courier import kind_of
from alerts.notice import REFERENCE_LENGTH, filled, sentences
from operating import mail
from operating.mail import NotEncrypted
from operating.settings import Settings
from records.exports.labels import day
from records.reminders import Reminder
from records.review_list import Listed
from records.store import Store

FROM_HOUR = 7
"""Nobody is written to at night."""
MOST_NAMED = 20


class Reminding:
    """Sends what is due. A mail holds references and links: neither a name nor anybody's words."""

    def __init__(self, store: Store, settings: Settings, say: Callable[[str], None]) -> None:
        self._store, self._settings, self._say = store, settings, say
        self._texts = sentences(settings.data)

    def send_due(self, at: datetime | None = None) -> int:
        """Send those of the day of that time, by the clock here; how many went. Any number may do so at once."""
        moment = at or datetime.now().astimezone()
        if moment.hour < FROM_HOUR:
            return 0
        return sum(self._sent(reminder) for reminder in self._store.reminders.claim(moment.date()))

    def _sent(self, reminder: Reminder) -> bool:
        smtp = self._settings.alerting.smtp
        message = self._message(reminder)
        message["From"], message["To"] = f"MySay <{smtp.sender}>", reminder.email
        message["Message-ID"] = f"<{uuid.uuid4()}@{smtp.sender.partition('@')[2]}>"
        try:
            mail.send(smtp, message)
        except (SMTPException, OSError, NotEncrypted) as error:  # what the server says holds the address
            self._say(f"A reminder has not gone out ({kind_of(error)}); trying again in an hour")
            self._store.reminders.not_sent(reminder)
            return False
        return True

    def _message(self, reminder: Reminder) -> EmailMessage:
        waiting, address = reminder.waiting, self._settings.address
        places = {"overdue": str(waiting.overdue), "soon": str(waiting.soon), "address": f"{address}/portal"}
        message = EmailMessage()
        message["Subject"], message["Date"] = filled(self._texts["alert_reminder_subject"], places), formatdate()
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office reply, please
        named = "\n".join(self._named(row) for row in waiting.reviews[:MOST_NAMED])
        message.set_content(
            "\n\n".join(
                [
                    filled(self._texts["alert_reminder_text"], places),
                    named,
                    filled(self._texts["alert_reminder_where"], places),
                ]
            )
        )
        return message

    def _named(self, row: Listed) -> str:
        review = row.review
        places = {
            "review": review.id[:REFERENCE_LENGTH], "day": day(review.due.isoformat()) if review.due else "",
            "link": f"{self._settings.address}/portal/reviews/{review.id}",
        }  # fmt: skip
        return filled(self._texts["alert_reminder_review"], places)
