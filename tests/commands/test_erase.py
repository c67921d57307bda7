"""`mysay erase`, as an operator and as cron types it; and the caretaker of `mysay serve`."""

import time

import pytest
from click.testing import CliRunner
from sqlcipher3 import dbapi2 as sqlite3

from commands.caretaker import caretaker
from commands.erase import erase
from records.clock import later, now
from records.conversation import Audience, Purpose
from records.store import Store

PATIENCE_SECONDS = 60.0


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command on a home of its own."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path))
    return lambda *arguments, **more: CliRunner().invoke(erase, [*arguments], **more)


@pytest.fixture
def talks(store):
    """One conversation whose day has come, one that goes next week, one of today: their ids."""
    ids = [store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation.id for _ in range(3)]
    for talk, day in zip(ids, (now(), later(7 * 24 * 3600.0), None), strict=True):
        store._db.execute("update conversation set retain_until = :day where id = :id", day=day, id=talk)
    return ids


def test_whatever_is_due_goes_without_a_question(run, store, talks):
    """How many went and how many go soon is said; a second time there is nothing to do."""
    first, second = run("--due"), run("--due")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("1 erased. 1 go within 30 days")
    assert second.output.startswith("0 erased.")
    assert [bool(store.conversations.find(talk)) for talk in talks] == [False, True, True]


def test_one_is_erased_when_somebody_says_yes(run, store, talks):
    """Without a yes nothing happens; with it the conversation is gone, and the audit says by whom."""
    assert run(talks[2], input="n\n").exit_code != 0
    assert store.conversations.find(talks[2])
    assert run(talks[2], input="y\n").exit_code == 0
    assert store.conversations.find(talks[2]) is None
    assert [(entry.who, entry.did) for entry in store.audit.newest(talks[2])] == [("command line", "erased")]


@pytest.mark.parametrize("arguments", [(), ("some-id", "--due"), ("not-there", "--yes")])
def test_what_is_not_clear_is_refused(run, talks, arguments):
    """Neither, both, or an id that is not here: nothing goes, and it is said what to type."""
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert refused.output


@pytest.mark.parametrize("months", ["0", "121", "a year"])
def test_months_that_are_none_are_refused(run, talks, monkeypatch, months):
    """A wrong MYSAY_KEEP_MONTHS erases nothing."""
    monkeypatch.setenv("MYSAY_KEEP_MONTHS", months)
    refused = run("--due")
    assert refused.exit_code == 2
    assert "MYSAY_KEEP_MONTHS" in refused.output


def test_what_was_erased_while_somebody_read_leaves_the_log_of_writes_soon(tmp_path, monkeypatch):
    """Who erases need not wait for a reader: the words go with the next look of the caretaker."""
    monkeypatch.setattr("records.sqlite.BUSY_SECONDS", 0.05)
    store = Store(tmp_path / "mysay.db")
    store.migrate()
    talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called="Quillonius").conversation.id
    reader = sqlite3.connect(tmp_path / "mysay.db")
    reader.execute("begin")
    assert reader.execute("select called from conversation").fetchone() == ("Quillonius",)
    store.conversations.erase(talk)
    reader.close()
    assert any(b"Quillonius" in path.read_bytes() for path in tmp_path.iterdir())
    with caretaker(store, 12, print, 0.05):
        until = time.monotonic() + PATIENCE_SECONDS
        while any(b"Quillonius" in path.read_bytes() for path in tmp_path.iterdir()) and time.monotonic() < until:
            time.sleep(0.02)
    assert not any(b"Quillonius" in path.read_bytes() for path in tmp_path.iterdir())


def test_while_mysay_runs_it_is_done_by_itself(store, talks, tmp_path):
    """At once and again later, in every installation on the store; said by the one that did it."""
    said = []
    with caretaker(store, 12, said.append, 0.05), caretaker(Store(tmp_path / "mysay.db"), 12, said.append, 0.05):
        until = time.monotonic() + PATIENCE_SECONDS
        while not said and time.monotonic() < until:
            time.sleep(0.02)
        store._db.execute("update conversation set retain_until = :now where id = :id", now=now(), id=talks[1])
        while len(said) < 2 and time.monotonic() < until:
            time.sleep(0.02)
    assert said == ["Conversations that were kept long enough, erased: 1"] * 2
    assert [bool(store.conversations.find(talk)) for talk in talks] == [False, False, True]
