"""What somebody said while the engine was away, and who did not come back: it is understood all the same."""

from dataclasses import replace

import pytest

from operating.settings import Settings
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.message import Reply, Said
from records.store import Store
from tests.person import new_id
from web import left_behind
from web.engine import EngineAway, Health, TurnFailed
from web.left_behind import left_in, understand_left
from web.schools import application


class Engine:
    """One that is there or not, and takes each turn as the record desk does."""

    def __init__(self, store):
        self.store, self.here, self.told, self.refused = store, True, [], set()

    def health(self):
        return [Health(actions=True, model="") if self.here else None]

    def turn(self, told):
        if not self.here:
            raise EngineAway("away")
        self.told.append(told.message_id)
        if told.message_id in self.refused:
            raise TurnFailed("500")
        message = self.store.messages.find(told.conversation_id, told.message_id)
        self.store.conversations.change(told.conversation_id, state=State.ASKING)
        self.store.messages.answer(message.seq, Reply("answer", (), "asking", {}))


@pytest.fixture
def services(app, store, monkeypatch):
    """Those of a page, for which nothing is too new to be left behind."""
    monkeypatch.setattr(left_behind, "LEFT_SECONDS", -60.0)
    return replace(app.extensions["mysay"], engine=Engine(store))


@pytest.fixture
def said(store):
    """Something that was kept and not understood; the conversation."""

    def said(state=State.ASKING):
        talk = store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME).conversation
        store.messages.keep(talk.id, Said(new_id(), words="please hear this"))
        store.conversations.change(talk.id, state=state)
        return talk

    return said


def test_what_was_left_behind_is_understood_once_the_engine_is_back(services, store, said):
    """While the engine is away it waits, and then it is understood, once."""
    talk = said()
    services.engine.here = False
    assert understand_left(services) == 0
    services.engine.here = True
    assert understand_left(services) == 1
    assert understand_left(services) == 0
    assert services.engine.told == [message.said.message_id for message in store.messages.of(talk.id)]


def test_what_the_engine_refuses_again_is_given_to_a_person_to_read(services, store, said):
    """A cry for help may be in it; they are told once, and what stands after it is understood."""
    talk = said()
    (refused,) = store.messages.of(talk.id)
    services.engine.refused = {refused.said.message_id}
    understand_left(services)
    assert store.concerns.newest() == []
    store.messages.keep(talk.id, Said(new_id(), words="and this"))
    for _ in range(3):
        understand_left(services)
    (concern,) = store.concerns.newest()
    assert (concern.level, concern.signals, concern.words) == (Level.WORRY, ("not_understood",), "please hear this")
    assert store.messages.waiting(talk.id) == [refused]


def test_what_the_engine_refuses_only_once_is_understood_the_next_time(services, store, said):
    """Nobody is asked to read what was understood after all."""
    talk = said()
    services.engine.refused = {message.said.message_id for message in store.messages.of(talk.id)}
    understand_left(services)
    services.engine.refused = set()
    understand_left(services)
    assert store.messages.waiting(talk.id) == []
    assert store.concerns.newest() == []


@pytest.mark.parametrize("state", [State.FINISHED, State.STOPPED, State.PAUSED, State.ASKING])
def test_a_conversation_that_was_over_stays_over(services, store, said, state):
    """Nobody's record is shut, or opened, by what is understood later."""
    talk = said(state)
    assert understand_left(services) == 1
    assert store.conversations.find(talk.id).state is state


def test_what_was_taken_back_is_left_alone(services, said):
    """Nobody reads in a conversation that its owner has withdrawn."""
    said(State.WITHDRAWN)
    assert understand_left(services) == 0
    assert services.engine.told == []


def test_what_has_just_come_is_left_to_whoever_sent_it(services, said, monkeypatch):
    """They are still there, and their page asks again by itself."""
    monkeypatch.setattr(left_behind, "LEFT_SECONDS", 3600.0)
    said()
    assert understand_left(services) == 0


def test_of_several_schools_only_those_where_something_was_left_are_opened(tmp_path, monkeypatch):
    """Each time it is looked, without making the application of every school."""
    monkeypatch.setattr(left_behind, "LEFT_SECONDS", -60.0)
    schools = tmp_path / "schools.yml"
    schools.write_text("oak: {hosts: [oak.example]}\nelm: {hosts: [elm.example, www.elm.example]}\n")
    found = application(Settings(tmp_path, secret_key="only for tests", schools=schools))
    for school in ("oak", "elm"):
        store = Store(tmp_path / "schools" / school / "mysay.db")
        store.migrate()
    talk = store.conversations.open(Audience.YOUNG_TEEN, Purpose.JUST_ME).conversation
    store.messages.keep(talk.id, Said(new_id(), words="please hear this"))
    opened = list(found.services(lambda store: bool(left_in(store))))
    assert [services.settings.school for services in opened] == ["elm"]
