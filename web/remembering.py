"""Remembering adjustments before there is a conversation to keep them: in a cookie, until one starts."""

from urllib.parse import parse_qsl, urlencode

from flask import Response, request

from accessibility.adjustments import Adjustments, WrongAdjustment, as_text, from_text

COOKIE = "mysay_adjust"


def remembered() -> Adjustments:
    """Those of this browser; what makes no sense is left out."""
    found: dict[str, object] = {}
    for name, text in parse_qsl(request.cookies.get(COOKIE, "")):
        try:
            found[name] = from_text(name, text)
        except WrongAdjustment:
            continue
    return Adjustments.of(found)


def remember(response: Response, adjusted: Adjustments) -> None:
    """Until the browser is closed or a conversation starts: settings alone, no words."""
    kept = urlencode({name: as_text(value) for name, value in adjusted.chosen().items()})
    response.set_cookie(COOKIE, kept, path="/", secure=True, httponly=True, samesite="Strict")


def forget(response: Response) -> None:
    """From here on the conversation keeps them; the next person at this device begins afresh."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
