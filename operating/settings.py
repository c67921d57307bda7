"""The settings, read once from the environment and passed in: nothing else reads it."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from operating.alerting import Alerting, read_alerting
from operating.database_key import KeySource, read_key_source
from operating.environment import (
    SettingWrong,
    a_path,
    addresses,
    is_address,
    is_loopback,
    long_secret,
    one_of,
    whole_number,
    yes_or_no,
)
from operating.keys import derived, of_school
from operating.languages import read_languages
from operating.server import Server, read_address
from operating.signing_in import SigningIn, read_signing_in

__all__ = ["DATA", "MODELS", "ROOT", "SettingWrong", "Settings", "is_loopback", "read_settings", "secret_key"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
MODELS = ROOT / "models"


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; see the table in README.md."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    open_access: bool = True
    secret_key: str = ""
    engines: tuple[str, ...] = ()
    engine_authority: Path | None = None
    data: Path = DATA
    models: Path = MODELS
    symbols: Path | None = None
    instance: str = ""
    workers: int = 1
    threads: int = 48
    alerting: Alerting = field(default_factory=Alerting)
    signing_in: SigningIn = field(default_factory=SigningIn)
    public_address: str = ""
    keep_months: int = 12
    listening: str = ""
    vosk_model: Path | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    metrics_token: str = ""
    proxies: int = 0
    openings: int = 60
    schools: Path | None = None
    school: str = ""
    engines_key: str = field(default="", repr=False)
    key_source: KeySource = field(default_factory=KeySource)
    database_address: str = field(default="", repr=False)
    languages: tuple[str, ...] = ("en-GB",)

    @property
    def database(self) -> Path | Server:
        """The SQLite file, or the PostgreSQL server."""
        return Server(self.database_address, self.schema) if self.database_address else self.home / "mysay.db"

    @property
    def database_key(self) -> str:
        """Read anew each time and kept nowhere; nothing where the database is not encrypted. Raises SettingWrong."""
        return self.key_source.key()

    @property
    def vosk_models(self) -> Path:
        """Where `mysay models fetch` puts what it downloads."""
        return self.home / "vosk"

    @property
    def schema(self) -> str:
        """What holds the tables in PostgreSQL."""
        return f"school_{self.school.replace('-', '_')}" if self.school else "public"

    @property
    def engine_secret(self) -> str:
        """What the page and the engines know each other by; another one for each school."""
        return of_school(derived(self.engines_key or self.secret_key, "engine"), self.school)

    @property
    def address(self) -> str:
        """Where people open MySay, as it is written in a message to them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_address or f"{self.scheme}://{host}:{self.port}"

    @property
    def turns(self) -> int:
        """Turns under way at once in a web process: the other threads are for pages, and for saying that it is busy."""
        return self.threads * 3 // 4

    @property
    def scheme(self) -> str:
        """https where there is a certificate."""
        return "https" if self.certificate else "http"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises SettingWrong."""
    env = os.environ if environment is None else environment
    host = env.get("MYSAY_HOST", "127.0.0.1")
    data = Path(env.get("MYSAY_DATA", str(DATA))).resolve()
    proxies = whole_number(env, "MYSAY_PROXIES", 0, 0, 5)
    return Settings(
        home=Path(env.get("MYSAY_HOME", "var")).resolve(),
        host=host,
        port=whole_number(env, "MYSAY_PORT", 8000, 1, 65535),
        open_access=yes_or_no(env, "MYSAY_OPEN", default=is_loopback(host) and not proxies),
        secret_key=env.get("MYSAY_SECRET_KEY", ""),
        engines=addresses(env, "MYSAY_ENGINES"),
        engine_authority=a_path(env, "MYSAY_ENGINE_AUTHORITY"),
        data=data,
        models=Path(env.get("MYSAY_MODELS", str(MODELS))).resolve(),
        symbols=a_path(env, "MYSAY_SYMBOLS"),
        instance=env.get("MYSAY_INSTANCE", ""),
        workers=whole_number(env, "MYSAY_WORKERS", 1, 1, 64),
        threads=whole_number(env, "MYSAY_THREADS", 48, 4, 256),
        alerting=read_alerting(env),
        signing_in=read_signing_in(env),
        public_address=_public_address(env),
        keep_months=whole_number(env, "MYSAY_KEEP_MONTHS", 12, 1, 120),
        listening=one_of(env, "MYSAY_LISTENING", ("", "moonshine", "vosk", "off")),
        vosk_model=a_path(env, "MYSAY_VOSK_MODEL"),
        certificate=a_path(env, "MYSAY_CERTIFICATE"),
        certificate_key=a_path(env, "MYSAY_CERTIFICATE_KEY"),
        metrics_token=long_secret(env, "MYSAY_METRICS_TOKEN"),
        proxies=proxies,
        openings=whole_number(env, "MYSAY_OPENINGS", 60, 1, 100_000),
        schools=a_path(env, "MYSAY_SCHOOLS"),
        key_source=read_key_source(env),
        database_address=read_address(env),
        languages=read_languages(env, data),
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


def _public_address(env: Mapping[str, str]) -> str:
    given = env.get("MYSAY_ADDRESS", "").strip().rstrip("/")
    if given and not is_address(given):
        raise SettingWrong(
            f"MYSAY_ADDRESS is {given!r}: where people open MySay is needed, such as https://mysay.school.example"
        )
    return given
