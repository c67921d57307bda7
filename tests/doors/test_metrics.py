"""Figures for whoever watches over an installation: true, without a word, and for nobody else."""

import re
import resource
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from operating.environment import SettingWrong
from operating.settings import read_settings
from records.database import StoreUnavailable
from records.store import Store
from tests.doors.school import WORDS

TOKEN = "a token of twenty letters"
LINE = re.compile(r'^([a-z_]+)(?:\{((?:[a-z]+="[^"]*",?)+)\})? (\S+)$')


@pytest.fixture
def client(caller):
    return caller("nobody")


def figures(reply):
    """Every line as a number, by name and labels."""
    assert reply.status_code == 200
    lines = [line for line in reply.text.splitlines() if not line.startswith("#")]
    assert all(LINE.match(line) for line in lines)
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_requests_are_counted_by_route_and_by_how_they_ended(client):
    """Two more that were found, one that was not; and each took some time."""
    before = figures(client.get("/metrics"))
    for path in ("/away", "/away", "/nothing"):
        client.get(path)
    after = figures(client.get("/metrics"))

    def more(name):
        return after[name] - before[name]

    assert more('mysay_requests_total{route="talk.away",status="2xx"}') == 2
    assert more('mysay_requests_total{route="none",status="4xx"}') == 1
    assert more('mysay_request_seconds_count{part="talk"}') == 2
    assert more('mysay_request_seconds_bucket{part="talk",le="+Inf"}') == 2
    assert 0 < more('mysay_request_seconds_sum{part="talk"}') < 10


def test_what_waits_for_somebody_is_told(client):
    """Two families' concerns, and the conversations by where they stand."""
    found = figures(client.get("/metrics"))
    assert found['mysay_waiting{what="concerns"}'] == 2
    assert found['mysay_conversations{state="finished"}'] == 2
    assert found['mysay_part_ready{part="store"}'] == 1
    assert found['mysay_part_ready{part="engine"}'] == 0


def test_no_id_name_or_word_is_in_them(client, caller, school):
    """Whatever was asked before: not in the addresses, nor in the queries."""
    caller("owner").get(f"/api/v1/conversations/{school.ids['conversation_id']}?q={WORDS}")
    text = client.get("/metrics").text
    for secret in (*school.tokens.values(), *school.ids.values(), "Quentin", "quokka", "practitioner"):
        assert f'"{secret}"' not in text


@pytest.mark.parametrize(
    "more",
    [{"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}, {"headers": {"X-Forwarded-For": "127.0.0.1"}},
     {"headers": {"Forwarded": "for=127.0.0.1"}}],
    ids=["another machine", "through a proxy", "through another"],
)  # fmt: skip
def test_only_this_machine_may_see_them(client, more):
    """A proxy on this machine does not make strangers its neighbours."""
    assert client.get("/metrics", **more).status_code == 403


def test_with_a_token_only_who_has_it_may_see_them(app, client):
    """From anywhere, and not even this machine without it."""
    services = app.extensions["mysay"]
    app.extensions["mysay"] = replace(services, settings=replace(services.settings, metrics_token=TOKEN))
    try:
        assert client.get("/metrics").status_code == 403
        for wrong in ("", "a token", TOKEN + "!", "é" * 30):
            assert client.get("/metrics", headers={"Authorization": f"Bearer {wrong}"}).status_code == 403
        far = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}
        assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **far).status_code == 200
    finally:
        app.extensions["mysay"] = services


def test_a_token_that_can_be_guessed_is_refused():
    """Before anything starts."""
    assert read_settings({"MYSAY_METRICS_TOKEN": TOKEN}).metrics_token == TOKEN
    with pytest.raises(SettingWrong, match="MYSAY_METRICS_TOKEN"):
        read_settings({"MYSAY_METRICS_TOKEN": "short"})


@contextmanager
def no_more_room(database):
    """No file may grow beyond what the write-ahead log holds now."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = database.with_name(f"{database.name}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_store_is_not_ready_on_a_full_disk(database):
    """It can be read and not written: nothing that anybody says could be kept, so it is not ready; then it is again."""
    store = Store(database)
    assert store.ready()
    with no_more_room(database), pytest.raises(StoreUnavailable):
        store.ready()
    assert store.ready()


def test_the_store_is_not_ready_where_it_cannot_be_written(database, tmp_path):
    """A database that is read-only says so."""
    Store(database).ready()
    store = Store(database)
    store._db._connection().conn.execute("pragma query_only = on")
    with pytest.raises(StoreUnavailable):
        store.ready()


def test_readyz_tells_it(client, app, database, monkeypatch):
    """503, and which part; the words of the error are nobody's business."""
    assert client.get("/readyz").json["parts"]["store"] is True
    holder = sqlite3.connect(database, isolation_level=None)
    monkeypatch.setattr("records.sqlite.BUSY_SECONDS", 0.1)
    app.extensions["mysay"] = replace(app.extensions["mysay"], store=Store(database))
    holder.execute("begin immediate")
    reply = client.get("/readyz")
    holder.execute("rollback")
    assert (reply.status_code, reply.json["parts"]["store"]) == (503, False)
