"""What the doctor looks at beyond this machine: engines, the database's clock, the mail server, https for tablets."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from bot.engine import model
from commands.finding import Finding
from operating.server import Server
from operating.settings import Settings, is_loopback, secret_key
from records.database import StoreUnavailable
from records.server_clock import seconds_ahead
from web.engine import Health
from web.engines import Engines

MOST_SECONDS_APART = 2.0
MAIL_SECONDS = 5.0


def engines(settings: Settings) -> Iterator[Finding]:
    """Each engine that a page of this machine would ask: there, whole, of the same model, and told nothing in clear."""
    if not settings.engines:
        return
    settings = replace(settings, secret_key=secret_key(settings))
    asked = Engines(settings.engines, settings.engine_secret, settings.engine_authority)
    wanted = model.path(settings.data, settings.models).name
    for address, health in zip(settings.engines, asked.health(), strict=True):
        yield _engine(address, health, wanted)
        far = not is_loopback(urlsplit(address).hostname or "")
        if far and address.startswith("http://"):
            mend = "Only where that network is yours alone; else give the engine a certificate, and write https://."
            yield Finding(True, f"what is said goes to {address} in the clear. {mend}")


def _engine(address: str, health: Health | None, wanted: str) -> Finding:
    if health is None:
        return Finding(
            False,
            f"the engine at {address} does not answer, or does not know us",
            "Is it running and reached from here? Is MYSAY_SECRET_KEY the same on both machines?",
        )
    if not health.actions:
        return Finding(False, f"the record desk of the engine at {address} does not answer", "See that machine's log.")
    return Finding(
        health.model == wanted,
        f"the engine at {address} answers, with {health.model}",
        f"This machine's questions and training make {wanted}: put the same version of MySay on both.",
    )


def database(settings: Settings) -> Iterator[Finding]:
    """A database that several machines share: the key is theirs in common, and the clocks agree."""
    if not isinstance(settings.database, Server):
        return
    yield Finding(
        bool(settings.secret_key),
        "MYSAY_SECRET_KEY is set" if settings.secret_key else "the key is in this machine's MYSAY_HOME alone",
        "Set MYSAY_SECRET_KEY to what is in MYSAY_HOME/secret_key, on each machine that shares the database.",
    )
    try:
        apart = seconds_ahead(settings.database)
    except StoreUnavailable:
        return  # told where the store is looked at
    yield Finding(
        abs(apart) <= MOST_SECONDS_APART,
        f"the database's clock is {abs(apart):.1f} s {'ahead of' if apart > 0 else 'behind'} this machine's",
        "Keep the clocks of all machines right with NTP (timedatectl set-ntp true).",
    )


def mail(settings: Settings) -> Iterator[Finding]:
    """Whether somebody is told of a concern, and the mail server can be reached."""
    alerting = settings.alerting
    if not alerting.configured:
        yield Finding(True, "concerns are shown in the portal alone: set MYSAY_ALERT_EMAIL, so that somebody is told")
    if not alerting.emails:
        return
    where = f"{alerting.smtp.host}:{alerting.smtp.port}"
    try:
        socket.create_connection((alerting.smtp.host, alerting.smtp.port), MAIL_SECONDS).close()
    except OSError as error:
        yield Finding(
            False, f"the mail server {where}: {type(error).__name__}", "Is MYSAY_SMTP right, and let through?"
        )
        return
    yield Finding(True, f"the mail server {where} can be reached")


def tablets(settings: Settings) -> Iterator[Finding]:
    """Other devices need https: browsers give no microphone and keep no cookie without."""
    if is_loopback(settings.host):
        return
    yield Finding(
        bool(settings.certificate or settings.proxies),
        "other devices come by https"
        if settings.certificate or settings.proxies
        else "other devices come by http alone",
        "Run `mysay serve --https`, or put nginx before it and set MYSAY_PROXIES=1: docs/operator.md says how.",
    )
