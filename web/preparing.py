"""Preparing a conversation: what a form or a program asks for, checked, before anything is kept."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from records.conversation import Audience, Purpose
from records.reviews import Facts, Review
from web import incoming
from web.problems import Problem

MOST_QUESTIONS, LONGEST_QUESTION = 5, 200
FURTHEST_DAYS = 3 * 366
"""A meeting further away than this, or longer ago, is a slip of the finger."""
LONGEST_DAYS = 90
THEIRS_TO_CHOOSE = frozenset({"keep_voice"})
"""Adjustments that are somebody's consent: nobody prepares them for another."""
REVIEW_FIELDS = frozenset({"audience", "purpose", "year_group", "called", "about", "helper", "adjustments"})
OF_THE_REVIEW = frozenset({"purpose", "year_group", "called", "about", "meeting"})
"""What a review that is there already has."""
FIELDS = REVIEW_FIELDS | {"meeting", "questions", "days", "review_id"}


class NotSo(ValueError):
    """Something that cannot be kept; its argument is the name of the words that say why."""


@dataclass(frozen=True)
class Ask:
    """One invitation to be made."""

    audience: Audience
    helper: str | None = None
    adjustments: Mapping[str, object] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    days: int | None = None


@dataclass(frozen=True)
class Plan:
    """A review as it is to be kept, and whom to invite."""

    purpose: Purpose
    called: str | None = None
    about: str | None = None
    year_group: int | None = None
    meeting: str | None = None
    asks: tuple[Ask, ...] = ()


def day(text: Any, today: date) -> str | None:
    """A day of a meeting, ISO 8601, or None for none; raises NotSo."""
    if text is None or text == "":
        return None
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise NotSo("wrong_meeting") from None
    if abs(found - today) > timedelta(days=FURTHEST_DAYS):
        raise NotSo("wrong_meeting_far")
    return found.isoformat()


def question(text: Any) -> str:
    """One question in one line; raises NotSo."""
    if not isinstance(text, str) or incoming.UNKEEPABLE.search(text):
        raise NotSo("wrong_question")
    words = " ".join(text.split())
    if len(words) > LONGEST_QUESTION:
        raise NotSo("wrong_question_long")
    if not any(letter.isalpha() for letter in words):
        raise NotSo("wrong_question")
    return words


def line(text: str, wrong: str) -> str | None:
    """A name or a reference in one line, or None where it is empty; raises NotSo."""
    words = " ".join(text.split())
    if len(words) > incoming.LONGEST_NAME or not words.isprintable():
        raise NotSo(wrong)
    return words or None


def by_year(year_group: int | None) -> Audience:
    """The audience that usually fits a school year; a practitioner who knows the person chooses otherwise."""
    if year_group is None:
        return Audience.CHILD_PRIMARY
    bands = ((2, Audience.CHILD_EARLY), (6, Audience.CHILD_PRIMARY), (11, Audience.YOUNG_TEEN))
    return next((audience for last, audience in bands if year_group <= last), Audience.YOUNG_PERSON)


def plan_of(fields: Any, today: date) -> tuple[Plan, str | None]:
    """What a program asks for, and the review that it is for, if it is there already; raises Problem 400 or 422."""
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    if not set(fields) <= FIELDS:
        raise Problem(422, "wrong_fields")
    usual = {"purpose": Purpose.ANNUAL_REVIEW.value}
    told = incoming.opening(usual | {name: fields[name] for name in REVIEW_FIELDS if name in fields})
    try:
        meeting = day(fields.get("meeting"), today)
        questions = tuple(question(text) for text in _some(fields.get("questions", [])))
    except NotSo:
        raise Problem(422, "wrong_fields") from None
    adjustments = dict(told.adjustments or {})
    for name in THEIRS_TO_CHOOSE & set(adjustments):
        raise Problem(422, "wrong_adjustment", {"name": name})
    ask = Ask(told.audience, told.helper, adjustments, questions, _days(fields.get("days")))
    review_id = fields.get("review_id")
    if not isinstance(review_id, str | None) or (review_id and set(fields) & OF_THE_REVIEW):
        raise Problem(422, "wrong_fields")
    return Plan(told.purpose, told.called, told.about, told.year_group, meeting, (ask,)), review_id


def changes_of(fields: Any, review: Review, today: date) -> Facts:
    """Other facts of a review, as a program asks for them; raises Problem 400 or 422."""
    if not isinstance(fields, dict):
        raise Problem(400, "not_json")
    if not fields or not set(fields) <= set(Facts.__dataclass_fields__):
        raise Problem(422, "wrong_fields")
    stands = {"purpose": review.purpose.value, "called": review.called, "year_group": review.year_group}
    given = {name: fields.get(name, was) for name, was in stands.items()}
    told = incoming.opening({"audience": Audience.PARENT.value, **given})  # nobody is asked: to read them alike
    try:
        meeting = day(fields.get("meeting", review.meeting), today)
    except NotSo:
        raise Problem(422, "wrong_fields") from None
    return Facts(told.purpose, told.called, told.year_group, meeting)


def _some(questions: Any) -> Sequence[Any]:
    if not isinstance(questions, list) or len(questions) > MOST_QUESTIONS:
        raise NotSo("wrong_question")
    return questions


def _days(days: Any) -> int | None:
    if days is None:
        return None
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_DAYS:
        raise Problem(422, "wrong_fields")
    return days


def new_id(given: str) -> str:
    """The id that a form brought, so that sending it twice keeps it once; a new one where that is none."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())
