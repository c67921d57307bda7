"""Limits on opening conversations and on messages: by address and by person, and far above what people do."""

import ipaddress
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import request

from operating.environment import is_loopback
from records.clock import later, now
from web.problems import Problem
from web.rate import Kept
from web.services import Services, services

OPENING_SECONDS = 600
MESSAGES, MESSAGES_SECONDS = 240, 60
"""Four a second for a whole minute: each waits for a reply, so that no hand is as quick as that."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
NETWORK_BITS = 64
"""One household has as many IPv6 addresses as this leaves: they count as one."""


def address() -> str:
    """Who asks, as far as limits by address tell people apart; behind proxies of ours as MYSAY_PROXIES says."""
    try:
        given = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(given, ipaddress.IPv4Address):
        return str(given)
    return str(given.ipv4_mapped or ipaddress.ip_network((given, NETWORK_BITS), strict=False))


def check_room(back: bool = False) -> None:
    """Raises Problem 503 while so many talk that those inside would wait; `back`: somebody comes back."""
    seconds = services().turns.busy_seconds(back)
    if seconds:
        raise Problem(503, "busy", retry_after=seconds)


@contextmanager
def counted_opening() -> Iterator[None]:
    """A conversation that no invitation opens; raises Problem 429 where its address has opened too many.

    Whoever sits at this machine is not counted; a proxy on it that MYSAY_PROXIES does not tell of is. What could not be
    opened does not count either: a class that tries again, since the engine was away, is let in.
    """
    openings = Kept("openings", services().settings.openings, OPENING_SECONDS)
    seconds = 0 if _at_this_machine() else openings.wait(address())
    if seconds:
        raise Problem(429, "many_openings", retry_after=seconds)
    yield
    if not _at_this_machine():
        openings.note(address())


def check_pace(services: Services, conversation_id: str) -> None:
    """Raises Problem 429 where a person has sent more in the last minute than people can.

    Counted in the messages that are kept, so that all web processes count alike, and by times within that minute
    alone, so that a clock that was put back stops nobody.
    """
    since = services.store.messages.received(conversation_id, MESSAGES - 1)
    if since is None or not later(-MESSAGES_SECONDS) < since <= now():
        return
    passed = datetime.fromisoformat(now()) - datetime.fromisoformat(since)
    seconds = math.ceil(MESSAGES_SECONDS - passed.total_seconds()) or 1
    raise Problem(429, "many_messages", {"seconds": str(seconds)}, retry_after=seconds)


def _at_this_machine() -> bool:
    told = any(name in request.headers for name in FORWARDED)
    return is_loopback(request.remote_addr or "") and (not told or bool(services().settings.proxies))
