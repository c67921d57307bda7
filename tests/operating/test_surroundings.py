"""What a process is told by its environment."""

from pathlib import Path

import pytest

from accessibility.speaking.pool import VoiceProcess
from operating.surroundings import ordinary, with_settings

SECRETS = {
    "MYSAY_DATABASE": "postgresql://mysay:password@db/mysay", "MYSAY_SECRET_KEY": "a key", "PGPASSWORD": "a password",
    "MYSAY_SMTP": "smtp://a:b@mail", "VAULT_TOKEN": "a token", "AWS_SECRET_ACCESS_KEY": "another key",
}  # fmt: skip
USUAL = {"PATH": "/usr/bin", "HOME": "/root", "LC_ALL": "C.UTF-8", "TZ": "Europe/London", "PYTHONPATH": "/srv/mysay"}


def test_who_opens_no_database_is_told_no_secret():
    """Where programs, letters and the time are, and nothing else."""
    assert ordinary({**USUAL, **SECRETS}) == USUAL


def test_who_opens_the_database_is_told_the_settings_that_lead_there():
    """And what is not ours, which libpq or the command that gives a key may read; of our settings no other."""
    told = with_settings({"MYSAY_DATABASE", "MYSAY_LANGUAGES"}, {**USUAL, **SECRETS})
    assert set(told) == {*USUAL, "MYSAY_DATABASE", "PGPASSWORD", "VAULT_TOKEN", "AWS_SECRET_ACCESS_KEY"}


@pytest.mark.process
def test_whoever_reads_aloud_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that the page starts does not inherit what the page knows."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    voice = VoiceProcess()
    try:
        voice.ask({"said": "hello", "voice": "en-gb", "pitch": 50, "rate": 150}, 60.0)
        told = Path(f"/proc/{voice.pid}/environ").read_text()
    finally:
        voice.end()
    assert "PATH=" in told
    assert not [name for name in SECRETS if name in told]
