"""Remembering adjustments before there is a conversation to keep them: in a cookie, until one starts."""

from urllib.parse import parse_qsl, urlencode

from flask import Response

from accessibility.adjustments import Adjustments, WrongAdjustment, as_text, from_text
from web.cookies import Cookie

COOKIE = Cookie("mysay_adjust")


def remembered() -> Adjustments:
    """Those of this browser; what makes no sense is left out."""
    found: dict[str, object] = {}
    for name, text in parse_qsl(COOKIE.given() or ""):
        try:
            found[name] = from_text(name, text)
        except WrongAdjustment:
            continue
    return Adjustments.of(found)


def remember(response: Response, adjusted: Adjustments) -> None:
    """Until the browser is closed or a conversation starts: settings alone, no words."""
    kept = urlencode({name: as_text(value) for name, value in adjusted.chosen().items()})
    COOKIE.give(response, kept)


def forget(response: Response) -> None:
    """From here on the conversation keeps them; the next person at this device begins afresh."""
    COOKIE.take(response)
