"""How many connections a process holds: a few, however many stores and schools, and never one in the wrong schema."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest

from operating.server import Server
from records import postgres_pool
from records.conversation import Audience, Purpose
from records.database import StoreUnavailable
from records.store import Store
from tests.alerts.conftest import wait_for

SECONDS = 60.0
SCHOOLS = ("school_oak", "school_elm", "school_ash")
OURS = "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'mysay'"


@pytest.fixture
def server(postgres_server):
    """A database on PostgreSQL."""
    with postgres_server.database("one_of_many") as made:
        yield made


@pytest.fixture
def schools(server):
    """The stores of several schools there, each with one conversation, called as its schema is."""
    found = {name: Store(Server(server.address, name)) for name in SCHOOLS}
    for name, store in found.items():
        store.migrate()
        store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=name)
    yield found
    for store in found.values():
        store.close()


@pytest.fixture
def connected(server):
    """How many connections of MySay there are now."""
    with psycopg.connect(server.address, autocommit=True, application_name="a test") as connection:
        yield lambda: connection.execute(OURS).fetchone()[0]


@pytest.fixture
def patient(monkeypatch):
    """Two connections must do, and everybody waits for one for as long as a busy machine needs."""
    monkeypatch.setattr(postgres_pool, "BUSY_SECONDS", 60.0)
    monkeypatch.setattr(postgres_pool, "MOST_CONNECTIONS", 2)


def note_and_fail(store):
    with store.transaction():
        store.audit.note("jones", "never kept")
        raise KeyError


def ready(store):
    try:
        return store.ready()
    except StoreUnavailable:
        return False


def called(store):
    return [conversation.called for conversation in store.conversations.newest()]


@pytest.mark.usefixtures("patient")
def test_all_schools_of_a_process_share_a_few_connections(schools, connected):
    """Many threads read and write at three schools by two connections, and each finds what its own school has."""
    together = threading.Barrier(12)

    def talk(name):
        together.wait()
        for _ in range(10):
            assert called(schools[name]) == [name]
            with schools[name].transaction():
                schools[name].audit.note(name, "read the record")
            schools[name].ready()

    with ThreadPoolExecutor(12) as pool:
        for one in [pool.submit(talk, name) for name in SCHOOLS * 4]:
            one.result(timeout=120)
    assert connected() <= 2
    assert all({entry.who for entry in store.audit.newest()} == {name} for name, store in schools.items())


def test_a_transaction_undone_at_one_school_leaves_the_next_in_its_own(schools):
    """The same connection goes from hand to hand, also after what failed."""
    for _ in range(3):
        for name, store in schools.items():
            with pytest.raises(KeyError):
                note_and_fail(store)
            assert called(store) == [name]
            assert store.audit.newest() == []


def test_the_last_who_uses_them_closes_them(schools, connected):
    """A store that is closed takes nothing from the others, and one that is used again finds them again."""
    oak, elm, ash = schools.values()
    oak.close()
    assert called(elm) == ["school_elm"]
    elm.close()
    ash.close()
    wait_for(lambda: not connected(), SECONDS)  # the server learns of it in its own time
    assert called(oak) == ["school_oak"]


@pytest.mark.usefixtures("patient")
def test_a_server_with_too_many_clients_is_waited_for(postgres_server, server):
    """Whoever asks meanwhile gets in as soon as somebody has left, within the time that a request waits."""
    postgres_server.administer("alter database {name} connection limit 1", name="one_of_many")
    other = psycopg.connect(server.address)
    leaving = threading.Timer(0.3, other.close)
    with closing(Store(server)) as store:
        leaving.start()
        assert store.ready()


def test_a_server_that_stays_full_is_told_and_come_back_to(postgres_server, server, monkeypatch):
    """Then it is a 503 that says when to come back; whoever comes back finds room."""
    monkeypatch.setattr(postgres_pool, "BUSY_SECONDS", 0.5)
    postgres_server.administer("alter database {name} connection limit 1", name="one_of_many")
    with closing(Store(server)) as store:
        with closing(psycopg.connect(server.address)):
            for _ in range(2):
                with pytest.raises(StoreUnavailable, match="PoolTimeout"):
                    store.ready()
        postgres_server.administer("alter database {name} connection limit -1", name="one_of_many")
        wait_for(lambda: ready(store), SECONDS)


@pytest.mark.usefixtures("patient")
def test_who_has_a_connection_goes_on_while_the_server_is_full(postgres_server, server):
    """A process that gets no more shares out those that it has: threads wait their turn, and none is refused."""
    with closing(Store(server)) as store:
        assert store.ready()
        postgres_server.administer("alter database {name} connection limit 1", name="one_of_many")
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(lambda _: store.ready(), range(40)))
