"""E-mail: one message handed to the mail server, encrypted wherever it leaves this machine and the server can."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage

from operating.alerting import Smtp
from operating.environment import is_loopback

TIMEOUT_SECONDS = 20.0


class NotEncrypted(Exception):
    """The mail server offers no encryption, so the password is not sent."""


def send(smtp: Smtp, message: EmailMessage) -> None:
    """Returns once the server has taken the message; raises SMTPException, OSError or NotEncrypted."""
    server = _connected(smtp)
    try:
        _begin(server, smtp)
        server.send_message(message)
    finally:
        with suppress(smtplib.SMTPException, OSError):  # once it is taken it is delivered, however the goodbye goes
            server.putcmd("quit")
        server.close()


def _connected(smtp: Smtp) -> smtplib.SMTP:
    if smtp.encrypted:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS)


def _begin(server: smtplib.SMTP, smtp: Smtp) -> None:
    """Encrypt and sign in; not on this machine itself, where mail servers have no certificate that could be checked."""
    server.ehlo_or_helo_if_needed()
    safe = smtp.encrypted or is_loopback(smtp.host)
    if not safe and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
        safe = True
    if smtp.user and not safe:
        raise NotEncrypted(smtp.host)
    if smtp.user:
        server.login(smtp.user, smtp.password)
