"""Tokens and codes: made at random, kept only as digests."""

import base64
import hashlib
import hmac
import secrets

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that a child mistakes for something else
CODE_LENGTH = 8


def new_token() -> str:
    """A bearer token of 256 bits."""
    return secrets.token_urlsafe(32)


def successor(token: str, seed: str) -> str:
    """The token after this one: always the same, and known only to whoever has both."""
    made = hmac.new(seed.encode(), token.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def new_code() -> str:
    """A code a person can copy by hand, such as K7M4-Q2XD (39 bits: always behind a rate limit)."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def digest(secret: str) -> str:
    """What is stored in place of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(code: str) -> str:
    """What is stored in place of a code: blanks, dashes and small letters do not matter."""
    return digest("".join(character for character in code.upper() if character.isalnum()))
