"""The form on which a conversation is prepared: what was typed, what is wrong with it, and the plan that it makes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from accessibility.adjustments import Adjustments, WrongAdjustment, from_text
from records.conversation import Audience, Purpose
from records.reviews import Facts, Review
from web import preparing
from web.incoming import YEARS
from web.plainness import too_hard
from web.preparing import MOST_QUESTIONS, THEIRS_TO_CHOOSE, Ask, NotSo, Plan
from web.services import services

BY_YEAR, NOBODY = "by_year", "nobody"
THEM, PARENT, BOTH = "them", "parent", "both"
"""Of whom a question is asked: the child or young person, the parent, or both."""
ADJUST = "adjust-"

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Filled:
    """A form as it came: `plan` where nothing is wrong, and the words for what is; `hard` are only warnings."""

    plan: Plan | None
    wrong: Mapping[str, str] = field(default_factory=dict)
    hard: Mapping[int, int] = field(default_factory=dict)


def filled(form: Mapping[str, str], today: date) -> Filled:
    """Read the form, field by field, so that all that is wrong is said at once."""
    reading = _Reading(form, today)
    plan = reading.plan()
    return Filled(None if reading.wrong else plan, reading.wrong, reading.hard)


def changed(form: Mapping[str, str], review: Review, today: date) -> tuple[Facts, Mapping[str, str]]:
    """Other facts of a review, a field that is not on the form as it was, and what is wrong, by field."""
    year = review.year_group
    stands = {"purpose": review.purpose.value, "year_group": "" if year is None else str(year)}
    stands |= {"called": review.called or "", "meeting": review.meeting or ""}
    reading = _Reading(stands | dict(form), today)
    return reading.facts(), reading.wrong


class _Reading:
    """Reads one form and notes what is wrong, by field."""

    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form, self._today = form, today
        self.wrong: dict[str, str] = {}
        self.hard: dict[int, int] = {}

    def facts(self) -> Facts:
        """Those of the review itself."""
        purpose = self._take("purpose", lambda: _member(Purpose, self._text("purpose"), "wrong_purpose"))
        return Facts(
            purpose or Purpose.ANNUAL_REVIEW, self._line("called"),
            self._take("year_group", lambda: _year(self._text("year_group"))),
            self._take("meeting", lambda: preparing.day(self._text("meeting"), self._today)),
        )  # fmt: skip

    def plan(self) -> Plan:
        """The review, and whom to invite to it."""
        facts, about, helper = self.facts(), self._line("about"), self._line("helper")
        adjustments = self._take("adjustments", self._adjustments) or {}
        them = self._take("audience", lambda: _audience(self._text("audience") or BY_YEAR, facts.year_group))
        asks: list[Ask] = []
        if them is not None:
            asks.append(Ask(them, helper, adjustments, self._questions(THEM, them)))
        if self._text("parent"):
            asks.append(Ask(Audience.PARENT, questions=self._questions(PARENT, Audience.PARENT)))
        return Plan(facts.purpose, facts.called, about, facts.year_group, facts.meeting, tuple(asks))

    def _line(self, name: str) -> str | None:
        return self._take(name, lambda: preparing.line(self._text(name), f"wrong_{name}"))

    def _questions(self, whom: str, audience: Audience) -> tuple[str, ...]:
        """Those that are asked of somebody, each looked at for length and plainness."""
        return tuple(self._asked(whom, audience))

    def _asked(self, whom: str, audience: Audience) -> Iterator[str]:
        for number in range(1, MOST_QUESTIONS + 1):
            text = self._text(f"question_{number}")
            if not text or (self._text(f"whom_{number}") or THEM) not in {whom, BOTH}:
                continue
            words = self._take(f"question_{number}", lambda text=text: preparing.question(text))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            age = too_hard(services().settings.data, words, audience) if words else None
            if age is not None:
                self.hard[number] = age
            yield words or ""

    def _adjustments(self) -> dict[str, object]:
        given = {name.removeprefix(ADJUST): text for name, text in self._form.items() if name.startswith(ADJUST)}
        if THEIRS_TO_CHOOSE & set(given):
            raise NotSo("wrong_adjustments")
        try:
            return Adjustments.of({name: from_text(name, text) for name, text in given.items()}).chosen()
        except WrongAdjustment:
            raise NotSo("wrong_adjustments") from None

    def _text(self, name: str) -> str:
        return self._form.get(name, "").strip()

    def _take(self, name: str, read: Callable[[], Kept]) -> Kept | None:
        try:
            return read()
        except NotSo as error:
            self.wrong[name] = str(error)
            return None


def _year(text: str) -> int | None:
    if not text:
        return None
    if text not in {str(year) for year in YEARS}:
        raise NotSo("wrong_year_group")
    return int(text)


def _audience(text: str, year: int | None) -> Audience | None:
    if text == NOBODY:
        return None
    return preparing.by_year(year) if text == BY_YEAR else _member(Audience, text, "wrong_audience")


def _member(kind: type[Kept], text: str, wrong: str) -> Kept:
    try:
        return kind(text)  # type: ignore[call-arg]  # an enumeration is called with one value
    except ValueError:
        raise NotSo(wrong) from None
