"""What a child is told about who knows is true when it is shown."""

import dataclasses
import threading
import time

import pytest

from bot.interview.concern import NOT_TOLD, TOLD, concerned
from bot.interview.situation import Situation
from operating.alerting import Alerting
from operating.settings import read_settings
from records.alerts import Alert
from records.concerns import Level
from records.conversation import Audience, Purpose
from records.message import Reply, Said
from tests.alerts.conftest import ALI
from web import talking
from web.services import Services

PATIENCE_SECONDS = 60.0


class PretendEngine:
    """Takes every message for an urgent concern, and keeps what the real engine's actions would."""

    def __init__(self, bank, store):
        self._bank, self._store = bank, store

    def turn(self, turn):
        store, asked = self._store, turn.conversation_id
        message = store.messages.find(asked, turn.message_id)
        decision = concerned(Situation(self._bank, store.conversations.find(asked), {}))
        store.concerns.note(message, Level.URGENT, ["hurt"])
        store.conversations.change(asked, **decision.changes)
        store.messages.answer(message.seq, Reply("concern", decision.parts, "asking", {"topic": None, "topics": []}))


@pytest.fixture
def services(store, bank, tmp_path):
    """What the page works with, where somebody is to be alerted."""
    settings = read_settings({"MYSAY_HOME": str(tmp_path), "MYSAY_ALERT_EMAIL": "lead@school.example"})
    return dataclasses.replace(Services.of(settings), engine=PretendEngine(bank, store))


@pytest.fixture
def quiet(services):
    """The same, where nobody is alerted."""
    return dataclasses.replace(services, settings=dataclasses.replace(services.settings, alerting=Alerting()))


@pytest.fixture
def talk(store):
    return store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW).conversation


@pytest.fixture
def arrives(store):
    """Lets the alert of the newest concern arrive after a time, as a courier would."""

    def arrive(after):
        until = time.monotonic() + PATIENCE_SECONDS
        while not store.concerns.newest() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(after)
        found = store.concerns.newest()[0]
        store.alerts.delivered(Alert(found.id, "email:x", found.conversation_id, found.level, found.at), to_lead=True)

    def start(after=0.0):
        thread = threading.Thread(target=arrive, args=(after,), daemon=True)
        thread.start()
        return thread

    return start


def texts(shown):
    return [message["text"] for message in shown["messages"]]


@pytest.fixture
def wording(bank):
    return {name: bank.text(name, Audience.CHILD_PRIMARY) for name in (TOLD, NOT_TOLD)}


def test_a_child_is_told_that_somebody_knows_once_the_alert_has_arrived(services, talk, arrives, wording, monkeypatch):
    """The reply waits for the confirmation, no longer than it takes."""
    monkeypatch.setattr("web.who_knows.LONGEST_WAIT_SECONDS", PATIENCE_SECONDS)
    arrives(after=0.3)
    started = time.monotonic()
    shown = texts(talking.say(services, talk, Said("m1", words="he hits me")))
    assert time.monotonic() - started < PATIENCE_SECONDS
    assert wording[TOLD] in shown
    assert wording[NOT_TOLD] not in shown


def test_a_child_is_not_told_so_while_it_has_not_and_is_told_later_when_it_has(services, talk, arrives, wording):
    """After two seconds the cautious reply is shown; a resent message and the transcript say what is true then."""
    started = time.monotonic()
    said = Said("m1", words="he hits me")
    shown = texts(talking.say(services, talk, said))
    assert 2 <= time.monotonic() - started < PATIENCE_SECONDS
    assert wording[NOT_TOLD] in shown
    assert wording[TOLD] not in shown
    arrives().join()
    assert wording[TOLD] in texts(talking.say(services, talk, said))
    seen = talking.view(services, talk)
    assert wording[TOLD] in texts(seen)
    assert wording[NOT_TOLD] not in str(seen["transcript"])


def test_nobody_waits_where_nobody_is_alerted(quiet, talk, wording, monkeypatch):
    """Without an alert set, the child hears at once that the computer can tell nobody."""
    monkeypatch.setattr("web.who_knows.LONGEST_WAIT_SECONDS", PATIENCE_SECONDS)
    started = time.monotonic()
    shown = texts(talking.say(quiet, talk, Said("m1", words="he hits me")))
    assert time.monotonic() - started < PATIENCE_SECONDS
    assert wording[NOT_TOLD] in shown


def test_a_concern_that_the_lead_has_read_is_known_without_any_alert(quiet, store, talk, wording):
    """Reading it in the portal is knowing."""
    talking.say(quiet, talk, Said("m1", words="he hits me"))
    store.desk.read(store.concerns.newest()[0].id, ALI)
    assert wording[TOLD] in texts(talking.view(quiet, talk))


def test_that_one_concern_is_known_says_nothing_of_the_next(quiet, store, talk, wording):
    """Each reply is about its own message."""
    talking.say(quiet, talk, Said("m1", words="he hits me"))
    store.desk.read(store.concerns.newest()[0].id, ALI)
    now = store.conversations.find(talk.id)
    shown = texts(talking.say(quiet, now, Said("m2", words="he hits me again")))
    assert wording[NOT_TOLD] in shown
    assert wording[TOLD] not in shown
