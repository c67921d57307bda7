"""An older database is brought up to date with every word as it was, or left as it was; a newer one is left alone."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from bot.interview.recording import labels_of, record_of
from commands.doctor import doctor
from operating.settings import ROOT
from records.conversation import State
from records.database import StoreUnavailable
from records.exports import FORMATS
from records.rotation import rotate
from records.store import Store
from records.versions import known
from tests.upgrade.old import VERSIONS, Old

KEY = "ab" * 32

DIE = """
import os, signal, sys
from pathlib import Path
from records import migrations
from records.store import Store
which = migrations.migrations._migrations[int(sys.argv[2])]
before = which.fn
def die(db):
    before(db)
    os.kill(os.getpid(), signal.SIGKILL)
which.fn = die
Store(Path(sys.argv[1])).migrate()
"""


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """What an earlier version left, in a file."""
    found = Old.of(request.param)
    found.write(tmp_path / "mysay.db")
    return found


@pytest.fixture
def path(tmp_path):
    """Where it lies."""
    return tmp_path / "mysay.db"


def answers(store, old):
    """By person and question: the outcome and the words of each answer."""
    found = {}
    for person, was in old.people.items():
        conversation_id = store.conversations.of_code(was["resume_code"])
        found[person] = {
            answer.question_id: {"outcome": answer.outcome.value, "text": None if answer.set_apart else answer.words}
            for answer in store.answers.of(conversation_id)
        }
    return found


def expected(old):
    """As that version told them itself."""
    return {person: was["answers"] for person, was in old.people.items()}


def shape(path):
    """Every table with its rows but those that a migration fills, as text."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "encrypted"])
def test_every_answer_is_as_it_was(old, path, key):
    """Word for word, found by the code that each person kept, and where the conversation stood."""
    if key:
        rotate(path, "", key)
    with closing(Store(path, key)) as store:
        store.migrate()
        assert answers(store, old) == expected(old)
        for was in old.people.values():
            conversation = store.conversations.find(store.conversations.of_code(was["resume_code"]))
            assert conversation.current == was["question_id"]
            said = [message.said.words for message in store.messages.of(conversation.id)]
            assert [words for words in said if words] == [words for words in was["said"] if words]
        assert store.migrated() == known()


def test_a_record_of_an_old_conversation_is_exported(old, path, bank):
    """In every format, with the words as they were said."""
    with closing(Store(path)) as store:
        store.migrate()
        conversation = store.conversations.find(store.conversations.of_code(old.people["parent"]["resume_code"]))
        assert conversation.state is State.FINISHED
        record = record_of(bank, conversation, store.answers.of(conversation.id))
    told = {name: export.render(record, labels_of(bank, record), "") for name, export in FORMATS.items()}
    assert all(told.values())
    said = {line["words"] for part in json.loads(told["json"])["parts"] for line in part["lines"]}
    assert {answer["text"] for answer in old.people["parent"]["answers"].values() if answer["text"]} <= said
    assert "  My nan 👵🏽 and\nmy dog Biscuit  ".encode() in told["text"]


def test_an_old_database_is_told_by_doctor(old, path, monkeypatch):
    """How many changes come at the next start; afterwards, that it is up to date."""
    monkeypatch.setenv("MYSAY_HOME", str(path.parent))
    with closing(Store(path)) as store:
        store.migrate()
    assert "its tables are up to date" in CliRunner().invoke(doctor).output


@pytest.mark.process
@pytest.mark.parametrize("which", [1, 3, -1])
def test_kill_9_while_it_is_brought_up_to_date_leaves_it_as_it_was(path, which):
    """Never half: the next start does all of it."""
    old = Old.of("first")
    old.write(path)
    before = shape(path)
    command = [sys.executable, "-c", DIE, str(path), str(which)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    assert shape(path) == before
    with closing(Store(path)) as store:
        store.migrate()
        assert answers(store, old) == expected(old)
        assert store.migrated() == known()


def test_a_database_of_a_newer_version_is_left_alone(old, path, monkeypatch):
    """It is said which version made it; nothing in it changes, and doctor says so too."""
    with closing(Store(path)) as store:
        store.migrate()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert into _sqlite_migrations values (99, 'mysay', 'm999_of_tomorrow', '2030-01-01')")
    before = shape(path)
    with closing(Store(path)) as store, pytest.raises(StoreUnavailable, match=r"newer MySay.*m999_of_tomorrow"):
        store.migrate()
    assert shape(path) == before
    monkeypatch.setenv("MYSAY_HOME", str(path.parent))
    assert "newer MySay" in CliRunner().invoke(doctor).output
