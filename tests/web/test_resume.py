"""Coming back with the code, without an engine: guessing is slow."""

import pytest

from records.conversation import Audience, Purpose

WRONG = ("", "AAAA-AAAA", "\x00", "\ud800", "' or 1=1", "é" * 5000, "0", "1", "2", "3")


@pytest.fixture
def client(app):
    return app.test_client()


def test_codes_cannot_be_guessed(client, store):
    """After ten wrong codes from an address even the right one waits, and the reply says how long."""
    code = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).resume_code
    for wrong in WRONG:
        reply = client.post("/api/v1/resume", json={"resume_code": wrong})
        assert (reply.status_code, reply.json["type"]) == (404, "/problems/wrong_code")
    held = client.post("/api/v1/resume", json={"resume_code": code})
    assert held.status_code == 429
    assert 0 < int(held.headers["Retry-After"]) <= 300


def test_the_code_may_be_typed_as_people_type(client, store):
    """Small letters, blanks and no dash lead to the same conversation."""
    opened = store.conversations.open(Audience.PARENT, Purpose.JUST_ME)
    typed = f" {opened.resume_code.lower().replace('-', ' ')} "
    assert client.post("/api/v1/resume", json={"resume_code": typed}).json["id"] == opened.conversation.id


def test_without_an_engine_nothing_is_started(client, store):
    """A conversation that cannot be welcomed is a 503, to be tried again, and leaves nothing behind."""
    refused = client.post("/api/v1/conversations", json={"audience": "parent"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert store.conversations.newest() == []
