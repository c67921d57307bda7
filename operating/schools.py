"""Schools: several on one installation, each with host names, a home, a key, a database and settings of its own."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from operating.environment import SettingWrong
from operating.keys import of_school
from operating.settings import Settings, read_settings

NAME = re.compile(r"[a-z](-?[a-z0-9]){1,39}")
"""Also the name of a folder and of a schema: nothing that leads anywhere else."""
HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?){0,9}")
OWN = frozenset({
    "MYSAY_ADDRESS", "MYSAY_ALERT_EMAIL", "MYSAY_ALERT_WEBHOOK", "MYSAY_ESCALATE_EMAIL", "MYSAY_ESCALATE_MINUTES",
    "MYSAY_KEEP_MONTHS", "MYSAY_OIDC_CLIENT_ID", "MYSAY_OIDC_CLIENT_SECRET_FILE", "MYSAY_OIDC_ISSUER",
    "MYSAY_OIDC_NAME", "MYSAY_OPEN", "MYSAY_OPENINGS", "MYSAY_SECOND_FACTOR", "MYSAY_SMTP", "MYSAY_SYMBOLS",
})  # fmt: skip
"""Settings that a school may have of its own; in all others, and where it says nothing, it is as the installation."""


@dataclass(frozen=True)
class School:
    """One of them: its name, the host names that lead to it, and its settings."""

    name: str
    hosts: tuple[str, ...]
    settings: Settings


def schools_of(settings: Settings, environment: Mapping[str, str] | None = None) -> tuple[School, ...]:
    """Those that MYSAY_SCHOOLS names, in its order; none where it is not set. Raises SettingWrong.

    `settings`: the installation's, with its key.
    """
    if settings.schools is None:
        return ()
    env = os.environ if environment is None else environment
    found = tuple(_school(settings, env, name, told) for name, told in _read(settings.schools).items())
    _apart(host for school in found for host in school.hosts)
    return found


def places(settings: Settings, environment: Mapping[str, str] | None = None) -> tuple[Settings, ...]:
    """The settings of each school, or of the one that there is: each has a store of its own. Raises SettingWrong."""
    return tuple(school.settings for school in schools_of(settings, environment)) or (settings,)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise SettingWrong(f"MYSAY_SCHOOLS: {path} cannot be read as YAML ({type(error).__name__})") from None
    if not isinstance(told, dict) or not told:
        raise SettingWrong(f"MYSAY_SCHOOLS: {path} must hold a name for each school, with its hosts below it")
    return told


def _school(settings: Settings, env: Mapping[str, str], name: Any, told: Any) -> School:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise SettingWrong(
            f"MYSAY_SCHOOLS: {name!r} is no name for a school: 2 to 40 small letters, digits and single dashes"
        )
    if not isinstance(told, dict) or not set(told) <= {"hosts", "settings"}:
        raise SettingWrong(f"MYSAY_SCHOOLS: {name} needs `hosts`, and may have `settings`, and nothing else")
    hosts = _hosts(name, told.get("hosts"))
    home = settings.home / "schools" / name
    own = {**_own(name, told.get("settings") or {}), "MYSAY_HOME": str(home)}
    usual = {"MYSAY_ADDRESS": f"{settings.scheme}://{hosts[0]}:{settings.port}"}
    given = {setting: value for setting, value in env.items() if setting != "MYSAY_ADDRESS"}  # that is another's
    try:
        mine = read_settings({**given, **usual, **own})
    except SettingWrong as error:
        raise SettingWrong(f"MYSAY_SCHOOLS: {name}: {error}") from None
    return School(name, hosts, replace(
        mine, school=name, secret_key=_key(settings, home, name), engines_key=settings.secret_key,
        certificate=settings.certificate, certificate_key=settings.certificate_key, schools=None,
        database_address=settings.database_address, key_source=settings.key_source,
    ))  # fmt: skip


def _key(settings: Settings, home: Path, name: str) -> str:
    """What follows from the installation's key, or one of its own: a backup brought it along, or it was renewed."""
    own = own_key(home)
    try:
        return own.read_text("ascii").strip() if own.exists() else of_school(settings.secret_key, name)
    except (OSError, ValueError) as error:
        raise SettingWrong(f"{name}: its key in {own} cannot be read ({type(error).__name__})") from None


def own_key(home: Path) -> Path:
    """Where a school keeps a key of its own, if it has one."""
    return home / "secret_key"


def _hosts(name: str, given: Any) -> tuple[str, ...]:
    """Small letters; without a port, which says nothing about whose page it is."""
    hosts = [given] if isinstance(given, str) else given
    if not isinstance(hosts, list) or not hosts or not all(isinstance(host, str) for host in hosts):
        raise SettingWrong(f"MYSAY_SCHOOLS: {name} needs `hosts`: names such as mysay.{name}.example")
    for host in hosts:
        if not HOST.fullmatch(host.lower()):
            raise SettingWrong(f"MYSAY_SCHOOLS: {name}: {host!r} is no host name such as mysay.{name}.example")
    return tuple(host.lower() for host in hosts)


def _own(name: str, given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not set(given) <= OWN:
        wrong = sorted(map(str, set(given) - OWN)) if isinstance(given, dict) else ["settings"]
        raise SettingWrong(f"MYSAY_SCHOOLS: {name} cannot have {', '.join(wrong)} of its own")
    if not all(isinstance(value, (str, int)) for value in given.values()):
        raise SettingWrong(f"MYSAY_SCHOOLS: {name}: each setting is one text or number")
    return {setting: _text(value) for setting, value in given.items()}


def _text(value: str | int) -> str:
    """YAML makes truth of yes and no."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _apart(hosts: Iterable[str]) -> None:
    seen: set[str] = set()
    for host in hosts:
        if host in seen:
            raise SettingWrong(f"MYSAY_SCHOOLS: {host} leads to two schools")
        seen.add(host)
