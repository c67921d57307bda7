"""`mysay unlock`, as an operator types it."""

import pytest
from click.testing import CliRunner

from commands.unlock import unlock
from records.conversation import Audience, Purpose
from records.store import Store


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command on a home of its own."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(unlock, [*arguments])


def test_forgotten_pictures_are_taken_off_and_the_audit_says_so(run, tmp_path):
    """The code alone opens it again; what needs no pictures is left as it is."""
    store = Store(tmp_path / "mysay.db")
    store.migrate()
    talk = store.conversations.open(Audience.CHILD_EARLY, Purpose.JUST_ME).conversation
    assert run(talk.id).exit_code == 2
    store.picture_passwords.choose(talk.id, ("cat", "sun", "bus"))
    assert run(talk.id).exit_code == 0
    assert not store.picture_passwords.wanted(talk.id)
    assert store.audit.newest()[0].did == "took off secret pictures"
    assert run("nobody").exit_code == 2
