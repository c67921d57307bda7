"""Reading one setting from the environment: what is wrong with it is said plainly, and its value never when secret."""

import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

Environment = Mapping[str, str]
SHORTEST_SECRET = 20


class SettingWrong(Exception):
    """A setting cannot be used; says which, and what is expected."""


def whole_number(env: Environment, name: str, default: int, least: int, most: int) -> int:
    """A number within bounds; raises SettingWrong."""
    given = env.get(name, str(default))
    if not given.isdecimal() or not least <= int(given) <= most:
        raise SettingWrong(f"{name} is {given!r}: a whole number from {least} to {most} is needed")
    return int(given)


def yes_or_no(env: Environment, name: str, default: bool) -> bool:
    """A choice; raises SettingWrong."""
    given = env.get(name, "").strip().lower()
    if given in {"", "1", "yes", "true", "on"}:
        return default if not given else True
    if given in {"0", "no", "false", "off"}:
        return False
    raise SettingWrong(f"{name} is {given!r}: say yes or no")


def one_of(env: Environment, name: str, known: Sequence[str]) -> str:
    """One of a few words; raises SettingWrong."""
    given = env.get(name, "").strip().lower()
    if given not in known:
        raise SettingWrong(f"{name} is {given!r}: say {', '.join(word for word in known if word)}")
    return given


def long_secret(env: Environment, name: str) -> str:
    """A secret that cannot be guessed, or nothing; raises SettingWrong."""
    given = env.get(name, "").strip()
    if given and (len(given) < SHORTEST_SECRET or not given.isascii()):
        raise SettingWrong(f"{name} needs at least {SHORTEST_SECRET} letters, digits or signs")
    return given


def a_path(env: Environment, name: str) -> Path | None:
    """A file or folder, if one is named."""
    return Path(env[name]).resolve() if env.get(name) else None


def addresses(env: Environment, name: str) -> tuple[str, ...]:
    """Addresses of other parts, with commas between them; raises SettingWrong."""
    given = tuple(one.strip().rstrip("/") for one in env.get(name, "").split(",") if one.strip())
    for one in given:
        if not _is_place(one):
            raise SettingWrong(f"{name} holds {one!r}: addresses such as http://10.0.0.5:8001 are needed")
    return given


def _is_place(given: str) -> bool:
    """A machine and perhaps a port, and nothing behind it."""
    found = taken_apart(given)
    return is_address(given) and not (found.path or found.query or found.fragment or found.username)


def is_address(given: str) -> bool:
    """Whether it is an address of the web, whose machine and port can be read."""
    found = taken_apart(given)
    return found.scheme in {"http", "https"} and bool(found.hostname) and found.port != 0 and _in_one(given)


def is_private(given: str) -> bool:
    """Whether it is an address of the web at which nobody reads along: https, or http to this machine alone."""
    found = taken_apart(given)
    return is_address(given) and (found.scheme == "https" or is_loopback(found.hostname or ""))


def taken_apart(given: str) -> SplitResult:
    """An address in its parts, whose port can be asked for; without any where it cannot be read."""
    try:
        found = urlsplit(given)
        found.port  # noqa: B018  # raises where it is none
    except ValueError:
        return urlsplit("")
    return found


def _in_one(given: str) -> bool:
    return given.isprintable() and " " not in given


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
