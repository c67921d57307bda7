"""Doors that the table of routes cannot tell of: ids inside a message, a closed installation, what has ended."""

from dataclasses import replace

import pytest
from flask import request

from operating.settings import Settings
from records.clock import later
from records.conversation import State
from records.devices import DEVICE_DAYS
from tests.doors.school import NOBODYS, kept
from web import create_app

ID = "5f0c7a52-0000-4000-8000-000000000001"


@pytest.fixture
def store(app):
    return app.extensions["mysay"].store


@pytest.fixture
def talk(school, store):
    """The owner's conversation, opened again."""
    store.conversations.change(school.ids["conversation_id"], state=State.ASKING)
    return f"/api/v1/conversations/{school.ids['conversation_id']}"


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_a_message_cannot_name_a_drawing_that_is_not_theirs(caller, school, database, talk, whose):
    """The id of another family's picture inside a message is no choice, and nothing is kept."""
    drawing = school.others["drawing_id"] if whose == "another's" else NOBODYS
    before = kept(database)
    reply = caller("owner").post(f"{talk}/messages", json={"message_id": ID, "drawing": drawing})
    assert (reply.status_code, reply.json["type"]) == (422, "/problems/not_a_choice")
    assert kept(database) == before


def test_a_concern_of_another_family_is_never_a_participant_s(caller, school):
    """Not even the person who said it sees what the safeguarding lead sees."""
    for name in ("owner", "stranger"):
        assert caller(name).get("/api/v1/concerns").status_code == 401


UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip
CLOSED = [
    ("POST", "/", {"data": {"audience": "parent"}}),
    ("POST", "/api/v1/conversations", {"json": {"audience": "parent"}}),
    ("POST", "/api/v1/speech/recognise", {"data": bytes(3200)}),
    ("POST", "/api/v1/speech/synthesise", {"json": {"text": "Hello"}}),
    ("GET", "/api/v1/speech/listen", {"headers": UPGRADE}),
]


@pytest.mark.parametrize(("method", "path", "body"), CLOSED, ids=lambda value: value if isinstance(value, str) else "")
def test_where_conversations_are_closed_nobody_from_outside_uses_the_machine(app, caller, method, path, body):
    """Without an invitation nothing begins, and nobody is read to or listened to."""
    services = app.extensions["mysay"]
    app.extensions["mysay"] = replace(services, settings=replace(services.settings, open_access=False))
    try:
        reply = caller("nobody").open(path, method=method, **body)
        assert reply.status_code in {401, 403}, reply.status
    finally:
        app.extensions["mysay"] = services


def test_a_token_ends_with_its_conversation(caller, school, store):
    """Whoever erased everything has nothing left that opens anything."""
    path = f"/api/v1/conversations/{school.ids['conversation_id']}"
    store.conversations.erase(school.ids["conversation_id"])
    assert caller("owner").get(path).status_code == 401
    assert caller("owner").post("/api/v1/speech/synthesise", json={"text": ""}).status_code == 422


def test_a_token_ends_after_a_week_and_the_code_does_not(caller, school, store):
    """Whoever took it from an old tablet has nothing; the person comes back with their code."""
    path = f"/api/v1/conversations/{school.ids['conversation_id']}"
    assert caller("owner").get(path).status_code == 200
    store._db.execute("update access set created = :old", old=later(-86400 * DEVICE_DAYS - 1))
    assert caller("owner").get(path).status_code == 401
    newer = store.devices.let_in(school.ids["conversation_id"])
    assert caller("nobody").get(path, headers={"Authorization": f"Bearer {newer}"}).status_code == 200


def test_a_session_that_has_run_out_opens_nothing(caller, database, store):
    """However it is sent."""
    store._db.execute("update session set expires = '2020-01-01T00:00:00.000+00:00'")
    for name in ("practitioner", "lead", "administrator"):
        assert caller(name).post("/api/v1/staff/logout").status_code == 401


def test_a_method_that_is_not_there_is_told_with_those_that_are(caller):
    """405, and `Allow` as HTTP has it."""
    reply = caller("nobody").open("/api/v1/questions", method="TRACE")
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_no_secret_stands_in_the_database(school, database):
    """Tokens are kept as digests: whoever steals the file cannot use them."""
    whole = database.read_bytes()
    assert not [name for name, token in school.tokens.items() if token.encode() in whole]


@pytest.mark.parametrize("meeting", [{}, [], 5, "never", "9999-99-99", "2027-02-30"])
def test_a_day_that_is_none_is_refused(caller, meeting):
    """Whatever kind of thing stands in its place."""
    asked = caller("practitioner").post("/api/v1/invitations", json={"audience": "parent", "meeting": meeting})
    assert (asked.status_code, asked.json["type"]) == (422, "/problems/wrong_fields")


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "10.0.0.7"), (2, "192.0.2.1")])
def test_only_proxies_that_are_set_say_who_asks(tmp_path, proxies, address):
    """What a stranger writes into `X-Forwarded-For` counts only as far as servers of ours have added to it."""
    app = create_app(Settings(tmp_path, secret_key="only for tests", proxies=proxies))
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.scheme)))
    forwarded = {"X-Forwarded-For": "198.51.100.9, 192.0.2.1, 10.0.0.7", "X-Forwarded-Proto": "https, https"}
    app.test_client().get("/away", headers=forwarded)
    assert seen == [(address, "https" if proxies else "http")]
