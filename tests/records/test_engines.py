"""What both engines promise alike: the same tables, one writer at a time, and a plain word where they are away."""

import os
import threading
import traceback
import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlite_utils import Database as SqliteUtils

from operating.server import Server
from records import postgres_pool
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.database import Refused, StoreUnavailable
from records.message import Picked, Said
from records.migrations import migrations
from records.store import Store
from tests.records.schema import of_postgres, of_sqlite

ROUNDS, WRITERS = 10, 6


@pytest.fixture
def talk(store):
    return store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME, called="Ivy").conversation


@pytest.fixture
def others(address):
    """Stores of their own on the same database, as other processes and machines have them."""
    stores = [Store(address) for _ in range(WRITERS)]
    yield stores
    for made in stores:
        made.close()


@pytest.fixture
def server(postgres_server):
    """A database on PostgreSQL with every table, for what only a server can do."""
    with postgres_server.database("one_server") as made:
        yield made


@pytest.fixture
def remote(server):
    """The store on it."""
    made = Store(server)
    yield made
    made.close()


def at_once(stores, do):
    """Each store does the same at the same moment; what came of each."""
    together = threading.Barrier(len(stores))

    def one(store):
        together.wait()
        return do(store)

    with ThreadPoolExecutor(len(stores)) as pool:
        return list(pool.map(one, stores))


def test_both_engines_have_the_same_tables(server, tmp_path):
    """Every column, what must be there, what is unique and what refers to what: a migration makes both alike."""
    Store(tmp_path / "mysay.db").migrate()
    assert of_postgres(server) == of_sqlite(tmp_path / "mysay.db")


def test_every_migration_is_noted_once_on_each(server, remote, tmp_path):
    """Migrating again finds nothing to do."""
    remote.migrate()
    with psycopg.connect(server.address) as connection:
        noted = [
            name for (name,) in connection.execute("select name from _migration order by applied, name").fetchall()
        ]
    known = [migration.name for migration in migrations.pending(SqliteUtils(memory=True))]
    assert sorted(noted) == sorted(known)


def test_a_store_of_an_older_release_is_brought_up_to_date(postgres_server, tmp_path, monkeypatch):
    """On a server that holds the tables of the first release, and a conversation in them, the rest are made."""
    every = migrations.pending(SqliteUtils(memory=True))
    server = postgres_server.make("one_older")
    try:
        store = Store(server)
        with monkeypatch.context() as patch:
            patch.setattr("records.postgres_schema.migrations.pending", lambda _: every[:2])
            store.migrate()
        store._db.execute(
            "insert into conversation (id, resume_code, audience, purpose, state, created, changed)"
            " values ('old', 'code', 'parent', 'just_me', 'finished', :then, :then)",
            then="2026-11-01T10:00:00.000+00:00",
        )
        store.migrate()
        Store(tmp_path / "mysay.db").migrate()
        assert of_postgres(server) == of_sqlite(tmp_path / "mysay.db")
        assert store.conversations.find("old").audience is Audience.PARENT
        store.close()
    finally:
        postgres_server.drop("one_older")


def test_tables_change_while_a_process_goes_on(store, talk, raw):
    """As when one machine of several is brought up to date first: the others read on."""
    for _ in range(8):
        assert store.messages.of(talk.id) == []
    raw.run("alter table message add column another text")
    for _ in range(8):
        assert store.messages.of(talk.id) == []


def test_a_message_counts_once(store, talk, others):
    """Sent from six places at the same moment, it is one row with one number."""
    for _ in range(ROUNDS):
        said = Said(str(uuid.uuid4()), "likes", "drawing")
        kept = at_once(others, lambda other, said=said: other.messages.keep(talk.id, said).seq)
        assert len(set(kept)) == 1
    assert len(store.messages.of(talk.id)) == ROUNDS


def test_two_writers_cannot_both_answer_one_question(store, talk, others):
    """Each takes what stands into account: no revision is lost, and none has the number of another."""
    store.answers.asked(talk.id, "likes", "What do you like?")

    def answer(other):
        with other.transaction(talk.id):
            if other.answers.find(talk.id, "likes") is None:
                seq = other.messages.keep(talk.id, Said(str(uuid.uuid4()), "likes", "drawing")).seq
                other.answers.keep(talk.id, "likes", Outcome.ANSWERED, Whose.OWN_WORDS, seq)
                return True
        return False

    assert sum(at_once(others, answer)) == 1
    at_once(others, lambda other: other.answers.keep(talk.id, "likes", Outcome.SKIPPED, Whose.OWN_WORDS))
    assert store.answers.find(talk.id, "likes").revision == 1 + WRITERS


@pytest.mark.parametrize("whole", [True, False], ids=["the whole store", "one conversation"])
def test_of_changes_at_once_none_is_lost(store, talk, others, whole):
    """What is read and then written in a transaction is as if nobody else wrote meanwhile."""

    def count(other):
        for _ in range(ROUNDS):
            with other.transaction("" if whole else talk.id):
                number = other.conversations.find(talk.id).adjustments.get("number", 0)
                other.conversations.change(talk.id, adjustments={"number": number + 1})

    at_once(others, count)
    assert store.conversations.find(talk.id).adjustments == {"number": ROUNDS * WRITERS}


def test_what_one_transaction_of_a_conversation_does_the_whole_store_waits_for(store, talk, others):
    """Whoever changes anything sees all of a conversation's transaction, or nothing: here the one comes last."""
    inside, done = threading.Event(), []

    def stop():
        inside.wait()
        others[0].conversations.change(talk.id, state=State.STOPPED)
        done.append("stopped")

    thread = threading.Thread(target=stop)
    thread.start()
    with store.transaction(talk.id):
        inside.set()
        assert store.conversations.find(talk.id).state is State.ASKING
        store.conversations.change(talk.id, state=State.PAUSED)
        assert not done
    thread.join()
    assert store.conversations.find(talk.id).state is State.STOPPED


def test_a_rule_that_is_broken_is_refused_without_the_words(store, talk):
    """The same word from both engines; nothing of what was said is in it, nor in what is printed of it."""
    with pytest.raises(Refused) as told:
        store._db.execute(
            "insert into message (conversation_id, id, words, input, received) values ('nobody', '1', :words, '', '')",
            words="xylophone",
        )
    assert "xylophone" not in "".join(traceback.format_exception(told.value))


def test_the_log_of_the_server_holds_no_words(remote, postgres_server):
    """As it is set when it is installed, not even where a statement fails."""
    talk = remote.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation
    remote.messages.keep(talk.id, Said("1", "likes", "quillonius"))
    with pytest.raises(Refused):
        remote._db.execute(
            "insert into message (conversation_id, id, words, input, received) values (:id, '1', :words, '', '')",
            id=talk.id, words="quillonius",
        )  # fmt: skip
    log = (postgres_server.folder / "log").read_text("utf-8")
    assert "duplicate key" in log
    assert "quillonius" not in log


def test_what_is_counted_is_counted_alike(store):
    """Insight over five conversations that have ended: who they were, what they picked, what was done about it."""
    for number in range(5):
        talk = store.conversations.open(
            Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, year_group=8, adjustments={"size": 1.5}
        ).conversation.id
        store.answers.asked(talk, "likes", "What do you like?")
        picked = Picked(choices=("dog",), cards={"cat": "like"}, scale=2)
        seq = store.messages.keep(talk, Said(str(number), "likes", picked=picked)).seq
        store.answers.keep(talk, "likes", Outcome.ANSWERED, Whose.CHOSEN_PICTURES, seq)
        store.responses.add(talk, "likes", "A dog came", "Mrs Jones")
        store.conversations.change(talk, state=State.FINISHED)
    tally = store.insight_counts.tally({"likes": ["things"]})
    told = {(fact.what.value, fact.of, fact.value): sum(groups.values()) for fact, groups in tally.items()}
    assert told == dict.fromkeys([
        ("audience", "young_teen", ""), ("purpose", "annual_review", ""), ("year", "8", ""), ("adjustment", "size", ""),
        ("choice", "likes", "dog"), ("card", "likes", "cat like"), ("place", "likes", "2"), ("picked", "likes", ""),
        ("asked", "things", ""), ("answered", "things", ""), ("input", "typed", ""), ("done", "things", ""),
        ("done", "", ""),
    ], 5)  # fmt: skip


def test_another_conversation_is_written_meanwhile(remote, server):
    """On a server, a transaction of one conversation holds up no other; in a file there is one writer."""
    first, second = (remote.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation.id for _ in range(2))
    with remote.transaction(first), ThreadPoolExecutor(1) as pool:
        pool.submit(remote.conversations.change, second, called="Sam").result(timeout=60)
    assert remote.conversations.find(second).called == "Sam"


def test_a_lock_that_stays_is_told(remote, monkeypatch, server):
    """Somebody who holds the store for too long makes a 503 of ours, and is not waited for without end."""
    monkeypatch.setitem(postgres_pool.SESSION, "lock_timeout", "100ms")
    other = Store(server)
    with remote.transaction(), ThreadPoolExecutor(1) as pool:
        told = pool.submit(other.audit.note, "jones", "read the record").exception(timeout=60)
    assert isinstance(told, StoreUnavailable)
    other.close()


def cut_off(server):
    """The server ends every connection of a database, as it does when it is started anew."""
    with psycopg.connect(server.address.replace("mysay@", "postgres@"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_a_connection_that_went_is_replaced(remote, server):
    """Between two requests nobody notices: nothing had been sent yet."""
    opened = remote.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation
    cut_off(server)
    assert remote.conversations.find(opened.id) == opened
    cut_off(server)
    remote.conversations.change(opened.id, called="Sam")
    assert remote.conversations.find(opened.id).called == "Sam"


def test_a_connection_that_goes_in_a_transaction_is_told(remote, server):
    """Nothing of it is kept, it is never tried again by itself, and what comes after finds another connection."""
    opened = remote.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation

    def change_twice():
        with remote.transaction():
            remote.conversations.change(opened.id, called="Sam")
            cut_off(server)
            remote.conversations.change(opened.id, about="R-1")

    with pytest.raises(StoreUnavailable):
        change_twice()
    assert remote.conversations.find(opened.id) == opened


def test_a_statement_that_failed_takes_its_transaction_along(remote):
    """PostgreSQL undoes all of it: where somebody went on after that, they are told, not left to believe it is kept."""

    def go_on():
        with remote.transaction():
            remote.audit.note("jones", "read the record")
            with pytest.raises(Refused):
                remote._db.execute("delete from audit")

    with pytest.raises(StoreUnavailable):
        go_on()
    assert remote.audit.newest() == []


def test_a_database_that_may_only_be_read_is_told(postgres_server, server):
    """As a server is that takes over from another: reading goes on."""
    postgres_server.administer("alter database {name} set default_transaction_read_only = on", name="one_server")
    store = Store(server)
    assert store.conversations.newest() == []
    with pytest.raises(StoreUnavailable, match="ReadOnlySqlTransaction"):
        store.ready()
    store.close()


def test_a_server_that_takes_no_more_is_told(postgres_server, server, monkeypatch):
    """Too many connections: after a while it is a 503 of ours."""
    monkeypatch.setattr(postgres_pool, "BUSY_SECONDS", 0.5)
    postgres_server.administer("alter role mysay connection limit 0")
    try:
        store = Store(server)
        with pytest.raises(StoreUnavailable):
            store.ready()
        store.close()
    finally:
        postgres_server.administer("alter role mysay connection limit -1")


def test_a_server_that_is_away_is_told_without_its_password(tmp_path, monkeypatch):
    """Neither the error nor what lies under it repeats the address."""
    monkeypatch.setattr(postgres_pool, "BUSY_SECONDS", 0.5)
    server = Server(f"postgresql://mysay:xylophone@/mysay?host={tmp_path}")
    store = Store(server)
    with pytest.raises(StoreUnavailable) as told:
        store.migrate()
    store.close()
    assert "xylophone" not in f"{told.value!r} {told.value.__cause__} {server} {server!r} {store!r}"


def test_a_process_that_is_forked_has_connections_of_its_own(remote):
    """Both go on: two that shared one connection would read each other's answers."""
    opened = remote.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation
    child = os.fork()
    if not child:
        os._exit(0 if remote.conversations.find(opened.id) == opened else 1)
    assert os.waitpid(child, 0)[1] == 0
    remote.conversations.change(opened.id, called="Sam")
    assert remote.conversations.find(opened.id).called == "Sam"


def test_each_schema_is_a_store_of_its_own(server):
    """Two schools on one database see nothing of each other."""
    oak, elm = (Store(Server(server.address, schema)) for schema in ("school_oak", "school_elm"))
    for school in (oak, elm):
        school.migrate()
    opened = oak.conversations.open(Audience.PARENT, Purpose.JUST_ME)
    assert oak.devices.of_token(opened.token) == opened.conversation.id
    assert elm.conversations.newest() == []
    assert elm.devices.of_token(opened.token) is None
    for school in (oak, elm):
        school.close()
