"""E-mail: one notice to one address."""

from email.message import EmailMessage
from email.utils import formatdate

from alerts.notice import Notice
from operating import mail
from operating.alerting import Smtp
from records.concerns import Level


def send_mail(smtp: Smtp, to: str, notice: Notice) -> None:
    """Returns once the server has taken the message; raises SMTPException, OSError or mail.NotEncrypted."""
    mail.send(smtp, mail_of(smtp, to, notice))


def mail_of(smtp: Smtp, to: str, notice: Notice) -> EmailMessage:
    """The message; tried again it is the same one to a mail server."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = notice.subject, f"MySay <{smtp.sender}>", to
    message["Date"], message["Message-ID"] = formatdate(), f"<{notice.id}@{smtp.sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office reply, please
    if notice.level is Level.URGENT:
        message["Importance"], message["X-Priority"] = "high", "1"
    message.set_content(notice.text)
    return message
