"""A channel: one way to one person, and how long a concern may stay unread before it is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alerts.mail import send_mail
from alerts.notice import Wordings
from alerts.outward import outward
from alerts.webhook import send_webhook
from operating.alerting import Alerting
from operating.settings import Settings
from records.alerts import Alert
from records.concerns import Level

WORRY_WAITS = 24  # times as long as an urgent concern: a worry is no reason to be called at night


@dataclass(frozen=True)
class Channel:
    """`send` returns once the alert has arrived and raises where it has not; `to_lead`: to the person in charge."""

    name: str
    send: Callable[[Alert], None]
    waits: Mapping[Level, float]
    to_lead: bool = True


def channels_of(settings: Settings) -> list[Channel]:
    """Those that the operator has set: one each address, so that one that fails holds up no other."""
    alerting = settings.alerting
    wordings = Wordings(settings.data, settings.address)
    at_once = dict.fromkeys(Level, 0.0)
    found = [Channel(f"email:{to}", _mailer(alerting, to, wordings, False), at_once) for to in alerting.emails]
    if alerting.webhook:
        found.append(Channel("webhook", _poster(alerting, wordings), at_once))
    urgent = alerting.escalate_minutes * 60.0
    waits = {Level.URGENT: urgent, Level.WORRY: urgent * WORRY_WAITS}
    return found + [
        Channel(f"escalation:{to}", _mailer(alerting, to, wordings, True), waits, to_lead=False)
        for to in alerting.escalate_emails
    ]


def _mailer(alerting: Alerting, to: str, wordings: Wordings, unread: bool) -> Callable[[Alert], None]:
    return lambda alert: send_mail(alerting.smtp, to, wordings.notice(alert, unread))


def _poster(alerting: Alerting, wordings: Wordings) -> Callable[[Alert], None]:
    pool = outward()
    return lambda alert: send_webhook(pool, alerting.webhook, wordings.notice(alert, unread=False))
