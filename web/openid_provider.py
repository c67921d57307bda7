"""An authority's own sign-in, as its client sees it: OpenID Connect, by authorization code with PKCE."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # it has no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # no type hints
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # no type hints
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from operating.signing_in import OpenIdSettings
from web.openid_told import SECONDS, ProviderAway, Told

CLOCKS_APART_SECONDS = 60
METHODS = ("client_secret_basic", "client_secret_post")
LONGEST_SUBJECT = 255
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
SIGNED_OUT_SECONDS = 900
"""So long ago at most somebody has signed out there: nobody tells later, and each is told once."""
SCOPE = "openid email"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signed with a key that the provider alone has: neither `none` nor a shared secret will do."""
NONSENSE = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError)
"""What Authlib meets where a provider tells of a token in a way that no provider does."""


class NotProven(Exception):
    """What came back does not prove who somebody is; its text says which check failed, and nothing of the person."""


@dataclass(frozen=True)
class Proven:
    """Who the provider says it is: its own name for them, and their e-mail address where it has verified that."""

    subject: str
    email: str | None


@dataclass(frozen=True)
class Left:
    """Whom the provider has signed out, by its own name for them; `token_id` is that of the token which says so."""

    subject: str
    token_id: str


class Provider:
    """One provider; every call may raise ProviderAway."""

    def __init__(self, settings: OpenIdSettings, back: str) -> None:
        self.settings, self._back = settings, back
        self._told = Told(settings.issuer)

    def way_in(self, state: str, nonce: str, verifier: str) -> str:
        """The address to which somebody goes to sign in."""
        endpoint = self._told.endpoint("authorization_endpoint")
        with self._session() as session:
            url, _ = session.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier)
        return str(url)

    def way_out(self, back: str) -> str | None:
        """The address at which somebody signs out there too, where there is one."""
        if "end_session_endpoint" not in self._told.metadata():
            return None
        fields = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return requests.Request("GET", self._told.endpoint("end_session_endpoint"), params=fields).prepare().url

    def proven(self, code: str, nonce: str, verifier: str) -> Proven:
        """Who came back with this code; raises NotProven."""
        token = self._token(code, verifier)
        claims = self._claims(str(token.get("id_token", "")), nonce, token.get("access_token"))
        if "email" not in claims and "userinfo_endpoint" in self._told.metadata():
            claims |= self._address(token, claims["sub"])
        subject, verified = claims["sub"], claims.get("email_verified") is True
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
            raise NotProven("sub")
        return Proven(subject, str(claims["email"]) if verified and claims.get("email") else None)

    def left(self, token: str) -> Left:
        """Whom a logout token (OpenID Connect Back-Channel Logout) is about; raises NotProven."""
        asked = jwt.JWTClaimsRegistry(
            leeway=CLOCKS_APART_SECONDS, iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id}, sub={"essential": True},
            iat={"essential": True}, exp={"essential": True}, jti={"essential": True}, events={"essential": True},
        )  # fmt: skip
        with _proving():
            claims = self._signed(token).claims
            asked.validate(claims)
        events = claims["events"]
        if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
            raise NotProven("events")
        if not (isinstance(claims["sub"], str) and isinstance(claims["jti"], str)):
            raise NotProven("sub or jti")
        if "nonce" in claims or claims["iat"] < time.time() - SIGNED_OUT_SECONDS:
            raise NotProven("nonce or iat")
        return Left(claims["sub"], claims["jti"])

    def _token(self, code: str, verifier: str) -> dict[str, Any]:
        endpoint = self._told.endpoint("token_endpoint")
        try:
            with self._session() as session:
                return dict(session.fetch_token(
                    endpoint, grant_type="authorization_code", code=code, code_verifier=verifier, timeout=SECONDS,
                    allow_redirects=False,
                ))  # fmt: skip
        except OAuthError as error:
            raise NotProven(f"token: {error.error}") from None
        except (requests.RequestException, *NONSENSE) as error:
            raise ProviderAway(type(error).__name__) from None

    def _claims(self, token: str, nonce: str, access_token: object) -> dict[str, Any]:
        """What the ID token says, once its signature, sender, reader, time and nonce are right."""
        options = {"iss": {"essential": True, "value": self.settings.issuer},
                   "aud": {"essential": True, "value": self.settings.client_id},
                   "nonce": {"essential": True, "value": nonce}}  # fmt: skip
        known = {"nonce": nonce, "client_id": self.settings.client_id, "access_token": access_token}
        with _proving():
            read = self._signed(token)
            claims = CodeIDToken(read.claims, read.header, options, known)
            claims.validate(leeway=CLOCKS_APART_SECONDS)
        return dict(claims)

    def _signed(self, token: str) -> jwt.Token:
        """The token, its signature checked; where the keys have been changed since, with the new ones."""
        try:
            return jwt.decode(token, KeySet.import_key_set(self._told.keys()), algorithms=ALGORITHMS)
        except JoseError:
            if not self._told.forget_keys():
                raise
        return jwt.decode(token, KeySet.import_key_set(self._told.keys()), algorithms=ALGORITHMS)

    def _address(self, token: dict[str, Any], subject: object) -> dict[str, Any]:
        """The e-mail address, where the provider tells it apart from the ID token."""
        told = self._told.userinfo(token.get("access_token"))
        if told.get("sub") != subject:
            raise NotProven("userinfo: sub")
        return {name: told[name] for name in ("email", "email_verified") if name in told}

    def _session(self) -> OAuth2Session:
        try:
            secret = self.settings.secret_file.read_text("utf-8").strip()
        except OSError:
            raise ProviderAway("the file of the client secret cannot be read") from None
        methods = self._told.metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return OAuth2Session(
            self.settings.client_id, secret, scope=SCOPE, redirect_uri=self._back, code_challenge_method="S256",
            token_endpoint_auth_method=next((way for way in METHODS if way in _texts(methods)), METHODS[0]),
        )  # fmt: skip


@contextmanager
def _proving() -> Iterator[None]:
    """What a token lacks, or has wrong, is NotProven."""
    try:
        yield
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotProven(getattr(error, "description", "") or type(error).__name__) from None


def _texts(told: object) -> list[str]:
    """What is a text in a list, as a provider ought to tell its ways; anything else tells none."""
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
