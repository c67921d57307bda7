"""What an OpenID Connect provider says of itself: its addresses and its keys, asked for when needed, kept an hour."""

import threading
import time
from typing import Any

import requests

SECONDS = 5
"""So long it is waited for an answer of the provider: a sign-in must not hold a thread for ever."""
KNOWN_SECONDS, KEYS_AT_LEAST_SECONDS = 3600, 5
DISCOVERY = "/.well-known/openid-configuration"


class ProviderAway(Exception):
    """The provider cannot be reached, or does not say what it must; its text says what kind of thing happened."""


class Told:
    """What one provider said, shared by all threads; each call may raise ProviderAway."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._lock = threading.Lock()
        self._answers: dict[str, tuple[float, dict[str, Any]]] = {}

    def metadata(self) -> dict[str, Any]:
        """Its discovery document, in which it must call itself what we call it."""
        told = self._known(self._issuer.rstrip("/") + DISCOVERY)
        if told.get("issuer") != self._issuer:
            raise ProviderAway("it calls itself otherwise than MYSAY_OIDC_ISSUER")
        return told

    def endpoint(self, name: str) -> str:
        """An address that it gives; never a plain http one where its own is https."""
        url = str(self.metadata().get(name, ""))
        if not url.startswith(self._issuer.partition("//")[0] + "//"):
            raise ProviderAway(f"no {name}")
        return url

    def keys(self) -> Any:
        """Its public keys."""
        return self._known(self.endpoint("jwks_uri"))

    def forget_keys(self) -> bool:
        """Ask for them again next time; false where they were asked for just now, so that bad tokens cause no flood."""
        url = self.endpoint("jwks_uri")
        with self._lock:
            at, _ = self._answers.get(url, (0.0, {}))
            old = at <= time.monotonic() - KEYS_AT_LEAST_SECONDS
            if old:
                self._answers.pop(url, None)
        return old

    def userinfo(self, bearer: object) -> dict[str, Any]:
        """What it says of whoever an access token is for."""
        return _ask(self.endpoint("userinfo_endpoint"), {"Authorization": f"Bearer {bearer}"})

    def _known(self, url: str) -> dict[str, Any]:
        with self._lock:
            at, told = self._answers.get(url, (0.0, {}))
        if not told or at < time.monotonic() - KNOWN_SECONDS:
            told = _ask(url)
            with self._lock:
                self._answers[url] = time.monotonic(), told
        return told


def _ask(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    try:
        reply = requests.get(url, headers=headers, timeout=SECONDS, allow_redirects=False)
        told = reply.json() if reply.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderAway(type(error).__name__) from None
    if not isinstance(told, dict):
        raise ProviderAway(f"status {reply.status_code}")
    return told
