"""A school with three members of staff, and conversations of which some are finished."""

from dataclasses import replace

import pytest

from operating.settings import Settings
from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.message import Input, Said
from records.staff import Role
from tests.web.staff.visitor import PASSWORD, Browser
from web import create_app

WORDS = "My nan 👵🏽 and =my <b>dog</b>"


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory):
    """The application as it is served, made once since reading the content takes a while."""
    return create_app(Settings(tmp_path_factory.mktemp("home"), secret_key="only for tests"))


@pytest.fixture(scope="session")
def welsh_app(tmp_path_factory):
    """The same with Welsh on."""
    return create_app(Settings(tmp_path_factory.mktemp("home"), secret_key="only for tests", languages=("en-GB", "cy")))


@pytest.fixture
def people(store):
    names = {"jones": Role.PRACTITIONER, "ali": Role.SAFEGUARDING_LEAD, "root": Role.ADMINISTRATOR}
    return {name: store.staff.add(name, f"Mx {name.title()}", role, PASSWORD) for name, role in names.items()}


@pytest.fixture
def app(whole_app, store, people):
    """The application with an empty store, where nobody has guessed a password yet."""
    whole_app.extensions["mysay"] = replace(whole_app.extensions["mysay"], store=store)
    whole_app.extensions.pop("mysay_door", None)
    return whole_app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def jones(app):
    """A practitioner at a browser."""
    browser = Browser(app)
    browser.enter("jones")
    return browser


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
