"""A disk that is full, a database that somebody holds: nothing is acknowledged that is not kept."""

import os
from contextlib import suppress

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from operating.settings import Settings
from records import sqlite
from records.conversation import Audience, Purpose
from records.database import StoreUnavailable
from records.message import Said
from records.store import Store
from tests.faults.disk import files_at_most
from tests.person import new_id
from web import create_app


@pytest.fixture
def talk(store):
    """A conversation."""
    return store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME)


def full_disk(store_path):
    """No file may grow beyond what the write-ahead log holds now."""
    most = store_path.with_name(f"{store_path.name}-wal").stat().st_size
    return files_at_most(most, [os.getpid()])


def test_on_a_full_disk_nothing_seems_kept(tmp_path, store, talk):
    """It is told as it happens, also inside a transaction, and once there is room all works again and lasts."""
    said = [Said(new_id(), words="x" * 9_000) for _ in range(4)]
    with full_disk(tmp_path / "mysay.db"):
        for message in said[:2]:
            with pytest.raises(StoreUnavailable), store.transaction():
                store.messages.keep(talk.conversation.id, message)
        with pytest.raises(StoreUnavailable):
            store.messages.keep(talk.conversation.id, said[2])
    with store.transaction():
        store.messages.keep(talk.conversation.id, said[3])
    elsewhere = Store(tmp_path / "mysay.db")
    assert [message.said for message in elsewhere.messages.of(talk.conversation.id)] == [said[3]]


def test_a_database_that_is_held_is_a_503(tmp_path, store, talk, monkeypatch):
    """Nothing is kept, the reply says when to try again, and nothing of what was said is in it."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    client = create_app(Settings(tmp_path, secret_key="only for tests")).test_client()
    path = f"/api/v1/conversations/{talk.conversation.id}/messages"
    headers = {"Authorization": f"Bearer {talk.token}"}
    holder = sqlite3.connect(tmp_path / "mysay.db", isolation_level=None)
    holder.execute("begin immediate")
    refused = client.post(path, json={"message_id": new_id(), "text": "a secret of mine"}, headers=headers)
    holder.execute("rollback")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert refused.json["type"] == "/problems/store_away"
    assert b"secret" not in refused.data
    assert store.messages.of(talk.conversation.id) == []


def test_a_store_that_is_first_needed_while_the_disk_is_read_only_writes_once_it_is_not(tmp_path, talk, monkeypatch):
    """SQLite would keep to what it found when it opened the file, for all of a process: it is not opened then."""
    said, elsewhere = Said(new_id(), words="the narwhal"), Store(tmp_path / "mysay.db")
    with monkeypatch.context() as frozen:
        frozen.setattr("os.access", lambda _, mode: mode != os.W_OK)
        with pytest.raises(StoreUnavailable):
            elsewhere.messages.of(talk.conversation.id)
        with pytest.raises(StoreUnavailable):
            elsewhere.ready()
    assert elsewhere.ready()
    elsewhere.messages.keep(talk.conversation.id, said)
    assert [message.said for message in elsewhere.messages.of(talk.conversation.id)] == [said]


def test_what_the_disk_undid_half_way_does_not_seem_kept(tmp_path, store, talk):
    """SQLite itself undoes all when the disk is full: whoever goes on inside all the same is told at the end."""
    kept = Said(new_id(), words="the narwhal")

    def goes_on_inside():
        with store.transaction():
            store.messages.keep(talk.conversation.id, kept)
            with full_disk(tmp_path / "mysay.db"), suppress(StoreUnavailable):
                for _ in range(4_000):  # more than SQLite holds in memory
                    store.messages.keep(talk.conversation.id, Said(new_id(), words="x" * 9_000))

    with pytest.raises(StoreUnavailable):
        goes_on_inside()
    assert store.messages.of(talk.conversation.id) == []
    store.messages.keep(talk.conversation.id, kept)
    assert [message.said for message in store.messages.of(talk.conversation.id)] == [kept]


def test_words_are_erased_although_somebody_reads(tmp_path, store, talk):
    """A reader that has just been there does not keep the words in the write-ahead log."""
    store.messages.keep(talk.conversation.id, Said(new_id(), words="the narwhal"))
    reader = sqlite3.connect(tmp_path / "mysay.db")
    assert reader.execute("select count(*) from message").fetchone() == (1,)
    store.conversations.erase(talk.conversation.id)
    assert not any(b"narwhal" in path.read_bytes() for path in tmp_path.glob("mysay.db*"))
