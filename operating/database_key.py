"""The key of an encrypted database: from a file or from a command, never from the environment or a command line."""

import secrets
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from operating.environment import Environment, SettingWrong, a_path

FILE, COMMAND = "MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND"
COMMAND_SECONDS = 30.0
BYTES = 32


@dataclass(frozen=True)
class KeySource:
    """Where the key comes from; neither where the database is not encrypted."""

    file: Path | None = None
    command: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Whether the database is to be encrypted."""
        return bool(self.file or self.command)

    def key(self) -> str:
        """64 hexadecimal digits, or nothing where no key is wanted; raises SettingWrong, which never repeats a key."""
        if self.file:
            return key_in(self.file)
        return _from_command(self.command) if self.command else ""


@dataclass(frozen=True)
class OnlyOnce(KeySource):
    """A key that is made for one copy and kept nowhere: what is left of that, nobody reads."""

    digits: str = field(default_factory=lambda: secrets.token_hex(BYTES), repr=False)

    def key(self) -> str:
        """The same each time."""
        return self.digits


def read_key_source(env: Environment) -> KeySource:
    """Which of the two is set; raises SettingWrong."""
    given = env.get(COMMAND, "").strip()
    if given and env.get(FILE):
        raise SettingWrong(f"{FILE} and {COMMAND} are both set: the key comes from one of them")
    try:
        return KeySource(a_path(env, FILE), tuple(shlex.split(given)))
    except ValueError as error:
        raise SettingWrong(f"{COMMAND} cannot be read: {error}") from error


def key_in(file: Path) -> str:
    """The key that a file holds, where nobody else can read it; raises SettingWrong."""
    try:
        mode = file.stat().st_mode
        if mode & 0o077:
            raise SettingWrong(f"{file} holds the key of the database, and others can read it: chmod 600 {file}")
        return _checked(file.read_text("ascii"), str(file))
    except UnicodeDecodeError as error:
        raise SettingWrong(f"{file} holds no key: 64 hexadecimal digits are needed") from error
    except OSError as error:
        raise SettingWrong(f"The key of the database cannot be read from {file}: {error.strerror}") from error


def make_key(file: Path) -> None:
    """Write a new key into a file of its own that only this user can read; raises FileExistsError, OSError."""
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(secrets.token_hex(BYTES) + "\n", "ascii")


def _from_command(command: tuple[str, ...]) -> str:
    """What a command prints; no shell reads it, and what it says besides goes to the operator."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, timeout=COMMAND_SECONDS, check=True
        )  # the operator's own
    except subprocess.TimeoutExpired:
        raise SettingWrong(f"{COMMAND} gave no key within {COMMAND_SECONDS:.0f} s") from None
    except (OSError, subprocess.CalledProcessError) as error:
        why = error.strerror if isinstance(error, OSError) else f"it ended with {error.returncode}"
        raise SettingWrong(f"{COMMAND} gave no key: {why}") from None
    return _checked(done.stdout.decode("ascii", "replace"), COMMAND)


def _checked(text: str, where: str) -> str:
    key = text.strip().lower()
    if len(key) != 2 * BYTES or set(key) - set("0123456789abcdef"):
        raise SettingWrong(f"{where} gives no key: 64 hexadecimal digits are needed, as `mysay key make` writes them")
    return key
