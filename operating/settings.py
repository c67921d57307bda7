"""The settings, read once from the environment and passed in: nothing else reads it."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
MODELS = ROOT / "models"


class SettingWrong(Exception):
    """A setting cannot be used; says which, and what is expected."""


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; see the table in README.md."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    open_access: bool = True
    secret_key: str = ""
    engine_url: str = ""
    actions_url: str = ""
    data: Path = DATA
    models: Path = MODELS
    workers: int = 1
    threads: int = 16

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.home / "mysay.db"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises SettingWrong."""
    env = os.environ if environment is None else environment
    host = env.get("MYSAY_HOST", "127.0.0.1")
    return Settings(
        home=Path(env.get("MYSAY_HOME", "var")).resolve(),
        host=host,
        port=_whole_number(env, "MYSAY_PORT", 8000, 1, 65535),
        open_access=_yes_or_no(env, "MYSAY_OPEN", default=is_loopback(host)),
        secret_key=env.get("MYSAY_SECRET_KEY", ""),
        engine_url=env.get("MYSAY_ENGINE_URL", ""),
        actions_url=env.get("MYSAY_ACTIONS_URL", ""),
        data=Path(env.get("MYSAY_DATA", str(DATA))).resolve(),
        models=Path(env.get("MYSAY_MODELS", str(MODELS))).resolve(),
        workers=_whole_number(env, "MYSAY_WORKERS", 1, 1, 64),
        threads=_whole_number(env, "MYSAY_THREADS", 16, 1, 256),
    )


def secret_key(settings: Settings) -> str:
    """The given key, or the one kept in the home folder, made when it is not there yet."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole_number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    given = env.get(name, str(default))
    if not given.isdecimal() or not least <= int(given) <= most:
        raise SettingWrong(f"{name} is {given!r}: a whole number from {least} to {most} is needed")
    return int(given)


def _yes_or_no(env: Mapping[str, str], name: str, default: bool) -> bool:
    given = env.get(name, "").strip().lower()
    if given in {"", "1", "yes", "true", "on"}:
        return default if not given else True
    if given in {"0", "no", "false", "off"}:
        return False
    raise SettingWrong(f"{name} is {given!r}: say yes or no")
