"""Whom to tell of a concern, and by what way: the settings of the alerts."""

import re
import socket
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from operating.environment import Environment, SettingWrong, is_private, taken_apart, whole_number

PORTS = {"smtp": 25, "smtps": 465}
LONGEST_WAIT_MINUTES = 7 * 24 * 60
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}")
"""A plain address: no name beside it and no line break, which could put more into a message's head."""


@dataclass(frozen=True)
class Smtp:
    """The mail server; `encrypted` is TLS from the first byte (smtps), else TLS begins where the server offers it."""

    host: str = "localhost"
    port: int = 25
    encrypted: bool = False
    sender: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Alerting:
    """Who is alerted of a concern, and who is told when nobody has read it in time."""

    emails: tuple[str, ...] = ()
    smtp: Smtp = Smtp()
    webhook: str = field(default="", repr=False)  # such an address is often the only secret that guards it
    escalate_minutes: int = 60
    escalate_emails: tuple[str, ...] = ()

    @property
    def configured(self) -> bool:
        """Whether anybody is told at all."""
        return bool(self.emails or self.webhook)


def read_alerting(env: Environment) -> Alerting:
    """The settings of the alerts; raises SettingWrong, which never repeats a password or a webhook's address."""
    alerting = Alerting(
        emails=_addresses(env, "MYSAY_ALERT_EMAIL"),
        smtp=_smtp(env.get("MYSAY_SMTP", "").strip() or "smtp://localhost"),
        webhook=_webhook(env.get("MYSAY_ALERT_WEBHOOK", "").strip()),
        escalate_minutes=whole_number(env, "MYSAY_ESCALATE_MINUTES", 60, 1, LONGEST_WAIT_MINUTES),
        escalate_emails=_addresses(env, "MYSAY_ESCALATE_EMAIL"),
    )
    if alerting.escalate_emails and not alerting.configured:
        raise SettingWrong(
            "MYSAY_ESCALATE_EMAIL is set, but nobody is alerted in the first place: "
            "set MYSAY_ALERT_EMAIL or MYSAY_ALERT_WEBHOOK too"
        )
    return alerting


def _addresses(env: Environment, name: str) -> tuple[str, ...]:
    given = [address.strip() for address in env.get(name, "").split(",")]
    for address in filter(None, given):
        if not ADDRESS.fullmatch(address):
            raise SettingWrong(f"{name} holds {address!r}: an e-mail address is needed, several with commas between")
    return tuple(dict.fromkeys(filter(None, given)))


def _smtp(given: str) -> Smtp:
    parts = taken_apart(given)
    sender = parse_qs(parts.query).get("from", [""])[0]
    user = unquote(parts.username or "")
    if parts.scheme not in PORTS or not parts.hostname or (sender and not ADDRESS.fullmatch(sender)):
        raise SettingWrong(
            "MYSAY_SMTP cannot be used: smtp://user:password@host:port or smtps://… is needed, "
            "with ?from=mysay@school.example at the end where the mail server wants a certain sender"
        )
    sender = sender or (user if ADDRESS.fullmatch(user) else f"mysay@{socket.gethostname()}")
    return Smtp(
        parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "smtps", sender, user,
        unquote(parts.password or ""),
    )  # fmt: skip


def _webhook(given: str) -> str:
    if given and not is_private(given):
        raise SettingWrong(
            "MYSAY_ALERT_WEBHOOK cannot be used: an https:// address is needed (http:// to this machine only)"
        )
    return given
