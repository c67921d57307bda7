"""The processes of one installation: all of them, or those that one machine of several runs."""

import os
import secrets
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from commands.installation import free_port, usable_places
from operating.schools import OWN
from operating.settings import ROOT, Settings
from operating.supervisor import Part
from operating.surroundings import ordinary, with_settings

WHOLE, WEB, ENGINE, CARETAKER = "whole", "web", "engine", "caretaker"
ONLY = (WEB, ENGINE, CARETAKER)
"""What can run by itself. An engine has its record desk beside it on loopback: the two are one.

The caretaker takes off the disk what was kept long enough, and tells of concerns.
"""
STORE = frozenset({
    "MYSAY_DATABASE", "MYSAY_DATABASE_FILE", "MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND", "MYSAY_LANGUAGES",
})  # fmt: skip
"""What leads to the store; whoever does not open it is not told."""
QUIET = {"SANIC_HOST": "127.0.0.1", "SANIC_WORKERS": "1", "RASA_TELEMETRY_ENABLED": "false"}
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # the operator's own choice


@dataclass(frozen=True)
class Place:
    """An address of ours, and what is to be said of it on a health check."""

    host: str
    port: int
    scheme: str = "http"

    @property
    def url(self) -> str:
        """As this machine reaches it."""
        host = "127.0.0.1" if self.host in EVERYWHERE else f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def parts(settings: Settings, model_file: Path | None, only: str = WHOLE) -> list[Part]:
    """The processes and the addresses at which they find each other; a courier only where somebody is to be alerted."""
    here = Place(settings.host, settings.port, settings.scheme)
    desk = Place("127.0.0.1", free_port({here.port}))
    engine = here if only == ENGINE else Place("127.0.0.1", free_port({here.port, desk.port}))
    engines = [engine.url] if only == WHOLE else settings.engines
    found: list[Part] = []
    if only in {WHOLE, ENGINE}:
        found += _engine(settings, model_file, engine, desk)
    if only in {WHOLE, CARETAKER} and any(at.alerting.configured for at in usable_places(settings)):
        found.append(Part("The courier", (*_python("alerts"),), _told(settings, STORE | OWN)))
    if only in {WHOLE, WEB}:
        instance = secrets.token_hex(8)
        told = _told(settings, set(os.environ)) | {
            "MYSAY_ENGINES": ",".join(engines), "MYSAY_INSTANCE": instance, "MYSAY_SECRET_KEY": settings.secret_key,
        }  # fmt: skip
        found.append(Part("The page", _python("web.server"), told, f"{here.url}/healthz", instance))
    return found


def _engine(settings: Settings, model_file: Path | None, engine: Place, desk: Place) -> list[Part]:
    """It is told of no database; the desk beside it of no mail server, and of no key that signs."""
    known = {"MYSAY_ENGINE_SECRET": settings.engine_secret}
    told = {**ordinary(), **_python_path(), **QUIET, **known, "MYSAY_ACTIONS_URL": desk.url}
    told["MYSAY_TENSORFLOW"] = os.environ.get("MYSAY_TENSORFLOW", "")
    if engine.scheme == "https":
        told["MYSAY_ENGINE_CERTIFICATE"] = str(settings.certificate)
        told["MYSAY_ENGINE_KEY"] = str(settings.certificate_key)
    run = _python("bot.engine", "run", str(model_file), engine.host, str(engine.port))
    of_desk = _told(settings, STORE | OWN if settings.schools else STORE) | known  # what a school leaves out is there
    return [
        Part("The engine", run, told, f"{engine.url}/webhooks/mysay/"),
        Part("The record desk", _python("actions.server", str(desk.port)), of_desk, f"{desk.url}/health"),
    ]


def _python(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-W", "ignore", "-m", *words)


def _told(settings: Settings, names: Collection[str]) -> dict[str, str]:
    """What a part that opens the store is told: where everything is, and of the operator's settings those named."""
    return {
        **with_settings(names), **_python_path(), **QUIET,
        "MYSAY_HOME": str(settings.home), "MYSAY_HOST": settings.host, "MYSAY_PORT": str(settings.port),
        "MYSAY_OPEN": "yes" if settings.open_access else "no", "MYSAY_DATA": str(settings.data),
        "MYSAY_CERTIFICATE": str(settings.certificate or ""), "MYSAY_SCHOOLS": str(settings.schools or ""),
        "MYSAY_CERTIFICATE_KEY": str(settings.certificate_key or ""),
    }  # fmt: skip


def _python_path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
