"""A PostgreSQL that takes nobody more: whoever asks is told when to come back, in words that they can read."""

import pytest

from operating.settings import Settings
from records import postgres_pool
from tests.alerts.conftest import wait_for
from web import create_app

NAME, SECONDS = "one_full", 60.0


@pytest.fixture
def client(postgres_server, tmp_path, monkeypatch):
    """A browser at a page whose server is full."""
    monkeypatch.setattr(postgres_pool, "BUSY_SECONDS", 0.5)
    with postgres_server.database(NAME) as server:
        postgres_server.administer("alter database {name} connection limit 0", name=NAME)
        app = create_app(Settings(tmp_path, secret_key="only for tests", database_address=server.address))
        yield app.test_client()
        app.extensions["mysay"].store.close()


def test_whoever_asks_is_told_when_to_come_back(client, postgres_server):
    """A 503 with Retry-After for a program and for a person; alive, and not ready; then it goes on by itself."""
    asked = {"resume_code": "AAAA-AAAA"}
    refused = client.post("/api/v1/resume", json=asked)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert refused.json["type"] == "/problems/store_away"
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json["parts"]["store"] is False
    postgres_server.administer("alter database {name} connection limit -1", name=NAME)
    wait_for(lambda: client.post("/api/v1/resume", json=asked).status_code == 404, SECONDS)
