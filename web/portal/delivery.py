"""How far telling of a concern has come, in plain words."""

from records.alerts import Attempt
from records.exports.labels import day, here

TO_ANOTHER = "escalation:"
REASONS = (
    ("Timeout", "it did not answer in time"), ("Authentication", "it did not take the password"),
    ("NotEncrypted", "it offers no encryption, so the password was not sent"), ("SSL", "its certificate is not good"),
    ("Recipients", "it did not take this address"), ("NotTaken", "it answered, but did not take it"),
    ("Connect", "it could not be reached"), ("gaierror", "it could not be found"),
)  # fmt: skip


def told(attempts: list[Attempt], configured: bool, unread: bool) -> list[str]:
    """One sentence a channel; where there is none, why."""
    if attempts:
        return [_sentence(attempt) for attempt in attempts]
    if not configured:
        return ["Nobody was told by e-mail or webhook, since no alert is set up here: it was shown on this page only."]
    return ["An alert is on its way." if unread else "It was read here before an alert was sent."]


def moment(at: str) -> str:
    """A day and the time by the clock here, such as 3 May 2027, 10:15."""
    return f"{day(at)}, {here(at):%H:%M}"


def _sentence(attempt: Attempt) -> str:
    whom = _whom(attempt.channel)
    if attempt.delivered:
        return f"{whom} was told on {moment(attempt.delivered)}."
    if not attempt.tries:
        return f"{whom} is being told now."
    times = "once" if attempt.tries == 1 else f"{attempt.tries} times"
    return f"{whom} has not been told yet: tried {times}, and {_reason(attempt.failed or '')}. It is tried again."


def _whom(channel: str) -> str:
    kind, _, address = channel.partition(":")
    if channel.startswith(TO_ANOTHER):
        return f"{address}, by e-mail since nobody had read it,"
    return f"{address}, by e-mail," if kind == "email" else "The address that takes alerts (webhook)"


def _reason(failed: str) -> str:
    return next((reason for sign, reason in REASONS if sign in failed), f"it failed ({failed})")
