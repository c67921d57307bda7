"""A school with three members of staff, and conversations of which some are finished."""

from types import SimpleNamespace

import argon2
import pytest
from flask import Blueprint, Flask

from bot.interview.library import load
from operating.settings import DATA, Settings
from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.message import Input, Said
from records.staff import Role
from records.store import Store
from web import portal, problems, security
from web.api import staff

PASSWORD = "a long enough password"
WORDS = "My nan 👵🏽 and =my <b>dog</b>"


@pytest.fixture(scope="session")
def bank():
    return load(DATA)


@pytest.fixture
def store(tmp_path, monkeypatch):
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the real hash, at a cost for tests
    monkeypatch.setattr("records.staff.PasswordHasher", lambda: quick)
    made = Store(tmp_path / "mysay.db")
    made.migrate()
    return made


@pytest.fixture
def people(store):
    names = {"jones": Role.PRACTITIONER, "ali": Role.SAFEGUARDING_LEAD, "root": Role.ADMINISTRATOR}
    return {name: store.staff.add(name, f"Mx {name.title()}", role, PASSWORD) for name, role in names.items()}


@pytest.fixture
def app(tmp_path, bank, store, people):
    made = Flask("web", root_path=portal.__file__.rsplit("/", 2)[0])
    made.config.update(SECRET_KEY="only for tests")
    made.extensions["mysay"] = SimpleNamespace(settings=Settings(tmp_path), bank=bank, store=store)
    api = Blueprint("api", "api", url_prefix="/api/v1")
    staff.register(api)
    for part in (problems, security):
        part.init_app(made)
    made.register_blueprint(api)
    portal.init_app(made)
    return made


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def say(store):
    """Keeps one answer to a question, as the engine would."""

    def say(conversation_id, question_id, words, *, share=Share.REVIEW, outcome=Outcome.ANSWERED, concern=None):
        store.answers.asked(conversation_id, question_id, f"Asked about {question_id}?")
        message = store.messages.keep(conversation_id, Said(f"m-{question_id}", question_id, words, input=Input.TYPED))
        store.answers.keep(conversation_id, question_id, outcome, Whose.OWN_WORDS, message.seq)
        store.answers.share(conversation_id, question_id, share)
        if concern:
            store.concerns.note(message, concern, ["hurt"])

    return say


@pytest.fixture
def talk(store, say):
    """A finished conversation: one answer shared, one private, one skipped, one a cry for help."""
    opened = store.conversations.open(
        Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, called="Sam", about="R-17", year_group=5
    )
    talk = opened.conversation
    say(talk.id, "important_people", WORDS)
    say(talk.id, "hope_later", "a private hope", share=Share.PRIVATE)
    say(talk.id, "important_things", "skip", outcome=Outcome.SKIPPED)
    say(talk.id, "feel_safe", "he hits me", concern=Level.URGENT)
    store.conversations.change(talk.id, state=State.FINISHED)
    return store.conversations.find(talk.id)


@pytest.fixture
def unfinished(store, say):
    """A conversation that is still going on."""
    opened = store.conversations.open(Audience.PARENT, Purpose.TRANSITION, called="Robin")
    say(opened.conversation.id, "important_people", "not for others yet")
    return opened.conversation
