"""What a password must be: long, and none of those that are tried first."""

from records.common_passwords import COMMON

SHORTEST_PASSWORD, LONGEST_PASSWORD_BYTES = 12, 200
FEWEST_DIFFERENT = 5
LEAST_OF_A_NAME = 4


class PasswordRefused(Exception):
    """A password that will not do; its text says why."""


class PasswordTooShort(PasswordRefused):
    """The password has fewer than SHORTEST_PASSWORD characters."""


class PasswordTooCommon(PasswordRefused):
    """The password is one that is tried first, or says who its owner is."""


def check_password(password: str, username: str) -> None:
    """Raises PasswordTooShort, PasswordTooCommon, or PasswordRefused where it could never be typed in."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(f"use at least {SHORTEST_PASSWORD} characters")
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST_PASSWORD_BYTES:
        raise PasswordRefused(f"use at most {LONGEST_PASSWORD_BYTES} letters")
    if _easily_guessed(password.casefold(), username.strip().casefold()):
        raise PasswordTooCommon("that one is easily guessed: three or four words that do not belong together are good")


def _easily_guessed(password: str, username: str) -> bool:
    """Few different characters, a common password with something put after it, or hardly more than the user name."""
    bare = _bare(password)
    rest = password.replace(username, "") if len(username) >= LEAST_OF_A_NAME else password
    return (
        len(set(password)) < FEWEST_DIFFERENT
        or password in COMMON or bare in COMMON or _once(bare) in COMMON
        or (rest != password and len(_bare(rest)) < SHORTEST_PASSWORD // 2)
    )  # fmt: skip


def _bare(password: str) -> str:
    """Without the figures and signs that people put at the end."""
    return password.rstrip("0123456789!?.*# ")


def _once(password: str) -> str:
    """The word, where a password is one word written several times."""
    for length in range(1, len(password) // 2 + 1):
        if len(password) % length == 0 and password[:length] * (len(password) // length) == password:
            return password[:length]
    return password
