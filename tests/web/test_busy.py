"""While very many talk, newcomers are told at once that it is busy, and those inside are served."""

import threading
from dataclasses import replace

import pytest

from operating.settings import Settings
from records.conversation import Audience, Purpose
from tests.person import new_id
from web import create_app
from web.turns import Turns

START = "/api/v1/conversations"


class Slow:
    """An engine that takes no turn before it may."""

    def __init__(self):
        self.may, self.asked = threading.Event(), threading.Semaphore(0)

    def turn(self, told):
        self.asked.release()
        self.may.wait(60)


@pytest.fixture
def app(tmp_path, store):
    """An application in which at most four turns are under way at once."""
    made = create_app(Settings(tmp_path, secret_key="only for tests"))
    made.extensions["mysay"] = replace(made.extensions["mysay"], engine=Slow(), turns=Turns(4))
    yield made
    made.extensions["mysay"].speaker.pool.close()


@pytest.fixture
def talk(app, store):
    """Lets somebody who has a conversation say something; their reply, once it is there."""

    def say():
        opened = store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME)
        return app.test_client().post(
            f"{START}/{opened.conversation.id}/messages",
            json={"message_id": new_id(), "text": "a thing"},
            headers={"Authorization": f"Bearer {opened.token}"},
        )

    return say


@pytest.fixture
def under_way(app, talk):
    """Puts so many turns under way, until the test is over."""
    engine, threads = app.extensions["mysay"].engine, []

    def put(many):
        for _ in range(many):
            threads.append(threading.Thread(target=talk))
            threads[-1].start()
            assert engine.asked.acquire(timeout=60)

    yield put
    engine.may.set()
    for thread in threads:
        thread.join()


def test_newcomers_are_told_at_once_that_it_is_busy(app, store, under_way):
    """They hear when to come again, nothing is left behind, and it is not the same moment for all."""
    under_way(2)
    kept = len(store.conversations.newest())
    told = [app.test_client().post(START, json={"audience": "parent"}) for _ in range(20)]
    assert {(reply.status_code, reply.json["type"]) for reply in told} == {(503, "/problems/busy")}
    assert len({reply.headers["Retry-After"] for reply in told}) > 1
    assert len(store.conversations.newest()) == kept


def test_the_form_of_a_newcomer_comes_back_with_what_it_held(app, under_way):
    """It says so in plain words, and when to send it again."""
    under_way(2)
    page = app.test_client().post("/", data={"audience": "parent", "called": "Sam Okafor"})
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert "Many people are talking here just now" in page.text
    assert 'value="Sam Okafor"' in page.text


def test_whoever_is_inside_is_served_where_newcomers_are_not(app, talk, under_way):
    """Their turn is taken, until there are too many of those too: then they are told at once to send again."""
    under_way(2)
    engine = app.extensions["mysay"].engine
    under_way(2)
    refused = talk()
    assert (refused.status_code, refused.json["type"]) == (503, "/problems/store_away")
    assert int(refused.headers["Retry-After"]) > 0
    assert not engine.asked.acquire(blocking=False)


def test_when_it_is_quiet_again_newcomers_are_let_in(app, monkeypatch, under_way):
    """As soon as turns are over, with nothing to be done."""
    monkeypatch.setattr("web.talking.say", lambda *_: {"understood_as": "greet", "messages": []})
    with app.extensions["mysay"].turns.room(), app.extensions["mysay"].turns.room():
        assert app.test_client().post(START, json={"audience": "parent"}).status_code == 503
    assert app.test_client().post(START, json={"audience": "parent"}).status_code == 201


def test_whoever_comes_back_is_let_in_where_strangers_are_not(app, store, under_way):
    """Until it is fuller still: then their code stays in its box, and the page sends it by itself."""
    opened = store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME)
    code = {"resume_code": opened.resume_code}
    under_way(2)
    assert app.test_client().post("/api/v1/resume", json=code).status_code == 200
    under_way(2)
    refused = app.test_client().post("/api/v1/resume", json=code)
    assert (refused.status_code, refused.json["type"]) == (503, "/problems/busy")
    page = app.test_client().post("/resume", data={"code": opened.resume_code})
    assert page.status_code == 503
    assert "Many people are talking here just now" in page.text
    assert f'data-again="{page.headers["Retry-After"]}"' in page.text
    assert f'value="{opened.resume_code}"' in page.text


@pytest.mark.process
def test_while_those_inside_wait_nothing_new_is_read_aloud(app, under_way):
    """What was read before still is; a page has the voices of its device for the rest."""
    client = app.test_client()
    known, unknown = ({"text": text} for text in ("Who is important to you?", "What makes a good day?"))
    assert client.post("/api/v1/speech/synthesise", json=known).status_code == 200
    under_way(4)
    assert client.post("/api/v1/speech/synthesise", json=known).status_code == 200
    refused = client.post("/api/v1/speech/synthesise", json=unknown)
    assert (refused.status_code, refused.json["type"]) == (503, "/problems/busy_reading")
