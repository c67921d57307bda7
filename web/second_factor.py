"""A second factor: codes that change every half minute (TOTP, RFC 6238), with a secret that the disk holds sealed."""

import base64
from dataclasses import dataclass

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import request
from pyotp.exceptions import OTPVerificationError

from records.member import Member
from web.problems import Problem
from web.services import services

STEPS_APART = 1
"""A telephone's clock may be half a minute fast or slow."""
OFFER_SECONDS = 15 * 60
ISSUER = "MySay"


@dataclass(frozen=True)
class Offer:
    """A secret that nobody uses yet: in letters for people, as an address for a QR code, and sealed for the form."""

    secret: str
    address: str
    sealed: str

    @property
    def letters(self) -> str:
        """In groups of four, to be typed by hand."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def offer(member: Member, sealed: str = "") -> Offer:
    """A new secret for a member, or the one that was offered a moment ago and is still good."""
    secret = _opened(sealed, member) if sealed else None
    if secret is None:
        secret = pyotp.random_base32()
        sealed = _sealing().encrypt(f"{member.id} {secret}".encode()).decode()
    return Offer(secret, pyotp.TOTP(secret).provisioning_uri(name=member.username, issuer_name=ISSUER), sealed)


def set_up(member: Member, sealed: str, code: str) -> list[str]:
    """Take an offered secret into use, proven by its code; the recovery codes. Raises Problem 401 or 422."""
    secret = _opened(sealed, member)
    if secret is None:
        raise Problem(422, "offer_old")
    step = _step(secret, code)
    if step is None:
        raise Problem(401, "wrong_code")
    return services().store.second_factors.set_up(member.id, sealed, step)


def check(member: Member, code: str) -> None:
    """Take a code or a recovery code of a member as used; raises Problem 401 or 429."""
    store, typed = services().store, "".join(code.split())
    kept = store.second_factors.of(member.id)
    if kept is None:
        raise Problem(401, "wrong_code")
    if not (typed.isdecimal() and len(typed) == 6):
        return _check_recovery(member, typed)
    seconds = store.second_factors.try_code(member.id)
    if seconds:
        raise Problem(429, "too_many_codes", {"minutes": str(-(-seconds // 60))}, retry_after=seconds)
    secret = _opened(kept.secret, member, seconds=None)
    step = _step(secret, typed) if secret else None
    if step is None:
        store.audit.note(member.username, "gave a wrong code", detail=request.remote_addr or "")
        raise Problem(401, "wrong_code")
    if not store.second_factors.spend_step(member.id, step):
        raise Problem(401, "code_used")
    return None


def _check_recovery(member: Member, typed: str) -> None:
    if not services().store.second_factors.spend_code(member.id, typed):
        services().store.audit.note(member.username, "gave a wrong recovery code", detail=request.remote_addr or "")
        raise Problem(401, "wrong_code")
    services().store.audit.note(member.username, "used a recovery code")


def _step(secret: str, code: str) -> int | None:
    """Which half minute a code is of, within what clocks may differ by; None where it is of none."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode("".join(code.split()), valid_window=STEPS_APART)
    except OTPVerificationError:
        return None


def _opened(sealed: str, member: Member, seconds: int | None = OFFER_SECONDS) -> str | None:
    """What was sealed for this member; None where it was for another, with another key, or is too old."""
    try:
        owner, _, secret = _sealing().decrypt(sealed.encode(), ttl=seconds).decode().partition(" ")
    except (InvalidToken, UnicodeError):
        return None
    return secret if owner == member.id else None


def _sealing() -> Fernet:
    return sealing(services().settings.secret_key)


def sealing(secret_key: str) -> Fernet:
    """What seals secrets of second factors, by the key that signs."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"mysay second factor").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
