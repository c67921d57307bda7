"""How far telling of a concern has come, in plain words."""

from flask_babel import gettext as _  # type: ignore[import-untyped]  # no type hints
from flask_babel import ngettext

from records.alerts import Attempt
from records.exports.labels import day, here
from web.language import current

TO_ANOTHER = "escalation:"


def told(attempts: list[Attempt], configured: bool, unread: bool) -> list[str]:
    """One sentence a channel; where there is none, why."""
    if attempts:
        return [_sentence(attempt) for attempt in attempts]
    if not configured:
        why = _("Nobody was told by e-mail or webhook, since no alert is set up here: it was shown on this page only.")
        return [str(why)]
    return [str(_("An alert is on its way.") if unread else _("It was read here before an alert was sent."))]


def moment(at: str) -> str:
    """A day and the time by the clock here, such as 3 May 2027, 10:15."""
    return f"{day(at, current())}, {here(at):%H:%M}"


def _sentence(attempt: Attempt) -> str:
    whom = _whom(attempt.channel)
    if attempt.delivered:
        return str(_("%(whom)s was told on %(when)s.", whom=whom, when=moment(attempt.delivered)))
    if not attempt.tries:
        return str(_("%(whom)s is being told now.", whom=whom))
    times = _("once") if attempt.tries == 1 else ngettext("%(num)s time", "%(num)s times", attempt.tries)
    why = _reason(attempt.failed or "")
    told = _("%(whom)s has not been told yet: tried %(times)s, and %(why)s. It is tried again.",
             whom=whom, times=times, why=why)  # fmt: skip
    return str(told)


def _whom(channel: str) -> str:
    kind, _sign, address = channel.partition(":")
    if channel.startswith(TO_ANOTHER):
        return str(_("%(address)s, by e-mail since nobody had read it,", address=address))
    if kind == "email":
        return str(_("%(address)s, by e-mail,", address=address))
    return str(_("The address that takes alerts (webhook)"))


def _reason(failed: str) -> str:
    reasons = (
        ("Timeout", _("it did not answer in time")), ("Authentication", _("it did not take the password")),
        ("NotEncrypted", _("it offers no encryption, so the password was not sent")),
        ("SSL", _("its certificate is not good")), ("Recipients", _("it did not take this address")),
        ("NotTaken", _("it answered, but did not take it")), ("Connect", _("it could not be reached")),
        ("gaierror", _("it could not be found")),
    )  # fmt: skip
    found = next((reason for sign, reason in reasons if sign in failed), None)
    return str(found or _("it failed (%(failed)s)", failed=failed))
