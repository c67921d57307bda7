"""One conversation with every kind of answer, and the record that is made of it."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.interview.bank import Bank, Choice, Question, ReplyWay, Topic, Variant
from bot.interview.library import load
from bot.interview.recording import labels_of, record_of
from operating.server import Server
from operating.settings import DATA
from records.answer import Answer, Outcome, Share, Whose
from records.conversation import Audience, Conversation, Purpose, State
from records.message import Input, Picked
from records.store import Store
from tests.records.engines import Raw, RawPostgres, RawSqlite

AT = "2027-05-03T10:15:00.000+00:00"
NAN = "My nan 👵🏽 and\nمرحبا  =SUM(A1)  <b>not bold</b> e\u0301 "


@pytest.fixture
def store(address: Path | Server) -> Iterator[Store]:
    """An empty store: every test that asks for it is part of the contract of both engines."""
    made = Store(address)
    yield made
    made.close()


@pytest.fixture
def raw(address: Path | Server) -> Raw:
    """The database behind the store, as somebody sees it who goes past the store."""
    return RawPostgres(address) if isinstance(address, Server) else RawSqlite(address)


def question(question_id, topic, reply=ReplyWay.WORDS, choices=(), **maps_to):
    variant = Variant("ask", "easier", "why", ("one", "two"), reply, choices)
    return Question(question_id, topic, "heart", dict.fromkeys(Audience, variant), maps_to=maps_to)


def topic(topic_id, order, title, *questions):
    return Topic(topic_id, order, "heart", {audience.value: title for audience in Audience}, questions)


@pytest.fixture(scope="session")
def wordings():
    return load(DATA).wordings


@pytest.fixture(scope="session")
def kit():
    return load(DATA).kit


@pytest.fixture
def bank(wordings, kit):
    dog, mum = Choice("dog", "dog", {"default": "My dog"}), Choice("mum", "mum", {"default": "My mum", "parent": "Me"})
    faces = tuple(Choice(name, name, {"default": name.title()}) for name in ("sad", "okay", "happy"))
    return Bank(
        (
            topic("important", 1, "What matters to {child}",
                  question("people", "important", section_a="friendships", prsb="people", one_page="important"),
                  question("family", "important", ReplyWay.CHOICES, (dog, mum), section_a="important_to_me")),
            topic("learning", 2, "Learning",
                  question("school_is", "learning", ReplyWay.SCALE, faces, section_a="schooling"),
                  question("likes", "learning", ReplyWay.CARDS, (dog, mum)),
                  question("hard", "learning"), question("secret", "learning"), question("safe", "learning")),
        ),
        wordings,
        (Choice("like", "yes", {"default": "Like"}), Choice("dislike", "no", {"default": "Don't like"})),
        kit,
    )  # fmt: skip


@pytest.fixture
def conversation():
    return Conversation(
        "4f0c7a52-0000-4000-8000-000000000000", Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, AT, AT,
        State.FINISHED, year_group=5, called="Sam", about="R-17",
    )  # fmt: skip


@pytest.fixture
def answer():
    """Makes an answer; whatever is not said is the usual thing."""
    usual = Answer("people", 1, Outcome.ANSWERED, "Who matters to you?", Whose.OWN_WORDS, Share.REVIEW, Input.TYPED, AT)
    return lambda question_id, **said: replace(usual, question_id=question_id, **said)


@pytest.fixture
def drawing():
    """A picture as it is kept: wider than high, and orange."""
    saved = io.BytesIO()
    Image.new("RGB", (400, 200), "#ff8800").save(saved, "WEBP")
    return saved.getvalue()


@pytest.fixture
def answers(answer):
    return [
        answer("people", words=NAN, input=Input.SPOKEN, edited=True),
        answer("family", picked=Picked(choices=("dog", "mum")), whose=Whose.CHOSEN_PICTURES, input=Input.PICTURES),
        answer("school_is", picked=Picked(scale=2), whose=Whose.CHOSEN_PICTURES, share=Share.SCHOOL),
        answer("likes", picked=Picked(cards={"dog": "like", "mum": "dislike"}), whose=Whose.CHOSEN_PICTURES),
        answer("hard", words="skip please", outcome=Outcome.SKIPPED),
        answer("secret", words="the secret den", share=Share.PRIVATE),
        answer("safe", words=None, set_apart=True),
        answer("gone_from_bank", words="an old answer", whose=Whose.SCRIBED, helper="Mr Ali"),
        answer("took_back", outcome=Outcome.WITHDRAWN),
    ]


@pytest.fixture
def record(bank, conversation, answers):
    return record_of(bank, conversation, answers)


@pytest.fixture
def labels(bank, record):
    return labels_of(bank, record)
