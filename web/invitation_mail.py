"""An invitation by e-mail: the link and plain words, nothing about the person, and no address in any log."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from bot.interview.languages.tongues import LANGUAGE
from operating import mail
from operating.alerting import ADDRESS
from operating.mail import NotEncrypted
from records.invitations import Invitation, Invited
from web.problems import Problem
from web.rate import Kept
from web.services import services
from web.staff_session import member
from web.talk.words import Words

MAILS = Kept("mails", 100, 3600)
LONGEST_ADDRESS = 254
PARTS = ("text", "open", "wrong")


def send(invited: Invited, address: str, link: str, until: str) -> None:
    """Returns once the mail server has it; raises Problem 422, 429 or 503."""
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise Problem(422, "wrong_fields")
    MAILS.count(member().username)
    smtp = services().settings.alerting.smtp
    message = _message(invited, link, until)
    message["From"], message["To"] = f"MySay <{smtp.sender}>", address
    message["Message-ID"] = make_msgid(domain=smtp.sender.partition("@")[2] or None)
    try:
        mail.send(smtp, message)
    except (smtplib.SMTPException, OSError, NotEncrypted) as error:  # what the server says holds the address
        services().log.warning("an invitation was not sent: %s", type(error).__name__)
        raise Problem(503, "mail_not_taken") from None
    services().store.audit.note(member().username, "sent an invitation by e-mail", detail=invited.invitation.id)


def voice(invitation: Invitation) -> Words:
    """The words for whoever is invited, in the language that was prepared for them."""
    language = services().tongues.one_of(invitation.adjustments.get(LANGUAGE))
    return Words(services().tongues.banks[language], services().symbols, invitation.audience)


def _message(invited: Invited, link: str, until: str) -> EmailMessage:
    words = voice(invited.invitation)
    places = {"who": member().name, "link": link, "code": invited.code, "day": until}
    message = EmailMessage()
    message["Subject"], message["Date"] = words("invite_mail_subject"), formatdate()
    message.set_content("\n\n".join(words(f"invite_mail_{part}", **places) for part in PARTS))
    return message
