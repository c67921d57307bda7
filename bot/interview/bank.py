"""The bank: topics, questions and wordings, as the content files hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from records.conversation import Audience, Purpose
from records.exports.kit import Kit
from records.exports.labels import Labels

PREFIX, ADJUSTED = "record_", "adjust_"
"""Wordings that stand around a record, and those that name adjustments and their values."""


class ReplyWay(str, Enum):
    """How a question may be answered; own words are always taken too."""

    WORDS = "words"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    CARDS = "cards"
    DRAW = "draw"


@dataclass(frozen=True)
class Card:
    """Something to tap: its id, its words, and the id of its picture."""

    id: str
    label: str
    picture: str


@dataclass(frozen=True)
class Choice:
    """A card that can be tapped; `labels` has a `default` and perhaps others by audience."""

    id: str
    picture: str
    labels: Mapping[str, str]
    audiences: frozenset[Audience] = frozenset(Audience)

    def label(self, audience: Audience) -> str:
        """The words on the card."""
        return self.labels.get(audience.value, self.labels["default"])


@dataclass(frozen=True)
class Variant:
    """A question as one audience is asked it; `language` is the one that `ask` stands in."""

    ask: str
    easier: str
    why: str
    examples: tuple[str, ...]
    reply: ReplyWay
    choices: tuple[Choice, ...] = ()
    language: str = "en-GB"

    def choice(self, choice_id: str) -> Choice | None:
        """The choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True)
class Earlier:
    """That an earlier question was answered with one of these choices or words."""

    question: str
    choices: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class When:
    """For whom a question is meant; everything named must hold."""

    year_from: int | None = None
    year_to: int | None = None
    purposes: frozenset[Purpose] = frozenset()
    said: Earlier | None = None
    not_said: Earlier | None = None
    needs_earlier: bool = False


@dataclass(frozen=True)
class Question:
    """One question, shared by the audiences that have a variant of it."""

    id: str
    topic: str
    picture: str
    variants: Mapping[Audience, Variant]
    short: frozenset[Audience] = frozenset()
    maps_to: Mapping[str, str] = field(default_factory=dict)
    when: When = When()
    send_area: str | None = None
    pfa_area: str | None = None
    follow_up: bool = True


@dataclass(frozen=True)
class Topic:
    """A topic and its questions, in order."""

    id: str
    order: int
    picture: str
    titles: Mapping[str, str]
    questions: tuple[Question, ...]
    required_from_year: int | None = None

    def title(self, audience: Audience) -> str:
        """The topic's name for this audience."""
        return self.titles[audience.value]

    def required(self, year_group: int | None) -> bool:
        """Whether a review of someone in this year must speak of it."""
        return self.required_from_year is not None and year_group is not None and year_group >= self.required_from_year


@dataclass(frozen=True)
class Wording:
    """What the assistant says besides questions; `texts` has a `default` and perhaps others by audience."""

    texts: Mapping[str, str]
    picture: str | None = None

    def text(self, audience: Audience) -> str:
        """The words for this audience."""
        return self.texts.get(audience.value, self.texts["default"])


@dataclass(frozen=True)
class Bank:
    """All content: read once, never changed while running."""

    topics: tuple[Topic, ...]
    wordings: Mapping[str, Wording]
    heaps: tuple[Choice, ...]
    kit: Kit = field(default_factory=Kit)
    secrets: tuple[Choice, ...] = ()
    language: str = "en-GB"

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for topic in self.topics for question in topic.questions}

    @cached_property
    def staff_labels(self) -> Labels:
        """The words around a record, and around a list of records, for staff: kept, as each of their pages has them."""
        return self.labels("default")

    def labels(self, audience: str) -> Labels:
        """The words around a record, in the way of speaking of an audience."""
        texts = {
            name.removeprefix(PREFIX): wording.texts.get(audience, wording.texts["default"])
            for name, wording in self.wordings.items()
            if name.startswith((PREFIX, ADJUSTED))
        }
        return Labels(texts, self.kit, self.language)

    def topic(self, topic_id: str) -> Topic | None:
        """The topic with this id, or None."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def text(self, wording_id: str, audience: Audience) -> str:
        """The words of a wording for this audience; raises KeyError where there is no such wording."""
        return self.wordings[wording_id].text(audience)
