"""The bank: what a writer puts into a YAML file is asked, and nothing else has to be touched."""

import shutil
from pathlib import Path

import pytest

from bot.engine import model
from bot.interview import agenda
from bot.interview.bank import Bank
from bot.interview.check import check
from bot.interview.library import load
from bot.interview.presenting import present
from bot.interview.situation import Situation
from operating.settings import DATA, MODELS
from records.conversation import Audience, Conversation, Purpose
from records.message import Part

NEW = """
  - id: about_collection
    picture: star
    reply: words
    maps_to: {section_a: play, one_page: important}
    wording:
      child_primary:
        ask: "What do you like to collect?"
        easier: "What do you collect?"
        why: "I ask so people know what you like."
        examples: ["Some children keep stones.", "Some do not collect things."]
"""


def situation(bank: Bank, audience: Audience, purpose: Purpose = Purpose.JUST_ME, **more: object) -> Situation:
    """A conversation that has just begun."""
    return Situation(bank, Conversation("", audience, purpose, "", "", **more), {})  # type: ignore[arg-type]


def asked(here: Situation) -> list[str]:
    """The ids of all questions that this person is asked."""
    return [question.id for topic in agenda.topics(here) for question in agenda.questions(here, topic)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The content as it ships, in a folder of its own."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_a_question_added_to_a_file_is_asked_without_code_and_without_training(data: Path) -> None:
    """A practitioner adds a question; the model stays the same, and a child is asked it."""
    before = model.path(data, MODELS)
    with (data / "questions" / "about_me.yml").open("a", encoding="utf-8") as file:
        file.write(NEW)
    bank, problems = check(data)
    here = situation(bank, Audience.CHILD_PRIMARY)
    assert problems == []
    assert model.path(data, MODELS) == before
    assert "about_collection" in asked(here)
    assert "about_collection" not in asked(situation(bank, Audience.PARENT))
    shown = present(here, Part("question", question_id="about_collection"))
    assert (shown.text, shown.easier) == ("What do you like to collect?", "What do you collect?")


def test_the_added_question_comes_up_when_its_turn_has_come(data: Path) -> None:
    """Once the rest of its topic is done, it is the next question."""
    with (data / "questions" / "about_me.yml").open("a", encoding="utf-8") as file:
        file.write(NEW)
    here = situation(load(data), Audience.CHILD_PRIMARY, topic="about_me")
    others = {question_id: object() for question_id in asked(here) if question_id != "about_collection"}
    coming = agenda.next_question(Situation(here.bank, here.conversation, others))  # type: ignore[arg-type]
    assert coming is not None
    assert coming.id == "about_collection"


def test_a_reworded_question_is_asked_in_its_new_words(data: Path) -> None:
    """Only the file has to change."""
    path = data / "questions" / "about_me.yml"
    path.write_text(
        path.read_text("utf-8").replace("What are you most proud of?", "What makes you feel proud?"), "utf-8"
    )
    shown = present(situation(load(data), Audience.CHILD_PRIMARY), Part("question", question_id="about_proud"))
    assert shown.text == "What makes you feel proud?"


@pytest.mark.parametrize("audience", Audience)
def test_the_short_way_is_eight_questions(bank: Bank, audience: Audience) -> None:
    """Whoever has little time is asked what matters most."""
    assert sum(audience in question.short for question in bank.questions.values()) == 8


@pytest.mark.parametrize(
    ("audience", "about"),
    [
        (Audience.CHILD_EARLY, 30), (Audience.CHILD_PRIMARY, 40), (Audience.YOUNG_TEEN, 50),
        (Audience.YOUNG_PERSON, 50), (Audience.PARENT, 50),
    ],
)  # fmt: skip
def test_the_long_way_is_about_as_long_as_it_should_be(bank: Bank, audience: Audience, about: int) -> None:
    """Neither a form that never ends, nor one that leaves out a part of a life."""
    assert about * 0.8 <= len(asked(situation(bank, audience))) <= about * 1.2


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_is_asked_about_every_topic(bank: Bank, audience: Audience) -> None:
    """What changed apart, which needs an earlier conversation to read back."""
    topics = {topic.id for topic in agenda.topics(situation(bank, audience, Purpose.ANNUAL_REVIEW))}
    assert {topic.id for topic in bank.topics} - topics == {"what_changed"}


@pytest.mark.parametrize("audience", Audience)
def test_a_review_from_year_nine_speaks_of_adult_life(bank: Bank, audience: Audience) -> None:
    """The four areas are required then, for every band."""
    required = {topic.id for topic in bank.topics if topic.required(9)}
    assert required == {"employment", "independence", "community", "health"}
    here = situation(bank, audience, Purpose.ANNUAL_REVIEW, year_group=9)
    assert required <= {topic.id for topic in agenda.topics(here)}


def test_a_young_child_can_answer_with_pictures_alone(bank: Bank) -> None:
    """No question needs a word from those who have none."""
    ways = {
        q.variants[Audience.CHILD_EARLY].reply.value
        for q in bank.questions.values()
        if Audience.CHILD_EARLY in q.variants
    }
    assert ways <= {"choice", "choices", "cards", "scale"}
