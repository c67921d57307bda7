"""Keys of backups, as `age` has them: who makes backups needs the public ones alone, and cannot read what it made."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # it has no types
from pyrage import passphrase, x25519

Recipients = list[x25519.Recipient]
Identities = list[x25519.Identity]


class KeyUnusable(Exception):
    """A file holds no key that can be used; says which, and never what is in it."""


def make_identity(file: Path, words: str = "") -> str:
    """Write a new private key into a file of its own, sealed where `words` are given; the public one.

    Raises FileExistsError, OSError.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# public key: {public}\n{identity}\n".encode()
    file.touch(mode=0o600, exist_ok=False)
    file.write_bytes(passphrase.encrypt(text, words, armored=True) if words else text)
    return public


def read_recipients(file: Path) -> Recipients:
    """The public keys in a file, one a line; raises KeyUnusable."""
    try:
        found = [x25519.Recipient.from_str(line) for line in _lines(file.read_text("utf-8"))]
    except (OSError, UnicodeDecodeError, pyrage.RecipientError) as error:
        raise KeyUnusable(f"{file} holds no public keys (age1…), one a line") from error
    if not found:
        raise KeyUnusable(f"{file} holds no public key: `mysay key backups` makes one")
    return found


def read_identities(file: Path, words: str = "") -> Identities:
    """The private keys in a file, which may be sealed with `words`; raises KeyUnusable."""
    try:
        body = file.read_bytes()
        text = _opened(body, words) if body.startswith((b"age-encryption.org", b"-----BEGIN AGE")) else body
        found = [x25519.Identity.from_str(line) for line in _lines(text.decode())]
    except pyrage.DecryptError as error:
        raise KeyUnusable(f"{file} is sealed, and these are not the words that open it") from error
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise KeyUnusable(f"{file} holds no private key (AGE-SECRET-KEY-…)") from error
    if not found:
        raise KeyUnusable(f"{file} holds no private key")
    return found


def read_words(file: Path | None) -> str:
    """The words that seal a key, from a file that nobody else can read; raises KeyUnusable."""
    if file is None:
        return ""
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise KeyUnusable(f"Others can read {file}: chmod 600 {file}")
        words = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(f"{file} cannot be read") from error
    if not words:
        raise KeyUnusable(f"{file} is empty")
    return words


def _opened(body: bytes, words: str) -> bytes:
    if not words:
        raise pyrage.DecryptError("sealed")
    return bytes(passphrase.decrypt(body, words))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
