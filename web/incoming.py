"""What a person or a program sends: read, checked, and turned into the records' own types."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from accessibility.adjustments import WrongAdjustment, checked
from records.answer import Share
from records.conversation import Audience, Purpose, State
from records.message import LONGEST_WORDS, Input, Picked, Said
from web.problems import Problem

WISHES = frozenset(
    "skip dont_know prefer_not_to_say repeat simplify explain_why give_example who_sees change_answer pause resume stop"
    " help".split()
)
LONGEST_NAME = 100
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
WHOLE_NUMBER = re.compile("-?[0-9]{1,4}")
YEARS = range(-1, 15)
"""School years: -1 is nursery, 0 Reception, 14 after school."""
MESSAGE_FIELDS = frozenset(
    {"message_id", "question_id", "text", "choice", "choices", "cards", "scale", "drawing", "input", "edited"}
)
OPENING_FIELDS = frozenset(
    {"audience", "purpose", "year_group", "called", "adjustments", "invitation", "helper", "about", "earlier_code",
     "earlier_pictures"}
)  # fmt: skip
WAYS = ("text", "choice", "choices", "cards", "scale", "drawing")

T = TypeVar("T")


@dataclass(frozen=True)
class Opening:
    """A wish to start a conversation; `earlier_code` is the code of the conversation before, to be read back.

    `questions` are those of the practitioner who sent an invitation; nobody else can give them.
    """

    audience: Audience
    purpose: Purpose
    year_group: int | None = None
    called: str | None = None
    about: str | None = None
    helper: str | None = None
    adjustments: Mapping[str, Any] | None = None
    invitation: str | None = None
    earlier_code: str | None = None
    earlier_pictures: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def opening(fields: Any) -> Opening:
    """Raises Problem 422 where a field is unknown, missing or wrong."""
    given = _fields(fields, OPENING_FIELDS)
    year = given.get("year_group")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool) or year not in YEARS):
        raise Problem(422, "wrong_fields")
    return Opening(
        _member(Audience, given.get("audience")), _member(Purpose, given.get("purpose", "just_me")), year,
        _line(given.get("called")), _line(given.get("about")), _line(given.get("helper")),
        adjustments(given.get("adjustments", {})), _line(given.get("invitation")),
        _line(given.get("earlier_code")), _names(given.get("earlier_pictures", [])),
    )  # fmt: skip


def said(fields: Any) -> Said:
    """One message; raises Problem 422 or 413."""
    given = {name: value for name, value in _fields(fields, MESSAGE_FIELDS).items() if value is not None}
    ways = [way for way in WAYS if way in given]
    if not ways or len(set(ways) - {"text"}) > 1:  # words may stand beside what was picked
        raise Problem(422, "empty" if not ways else "wrong_fields")
    if not isinstance(given.get("edited", False), bool):
        raise Problem(422, "wrong_fields")
    choice = given.get("choice")
    wish = choice if isinstance(choice, str) and choice in WISHES and "text" not in given else None
    return Said(
        _uuid(given.get("message_id")), _optional_text(given.get("question_id"), 100), words(given.get("text")),
        Picked() if wish else _picked(given), wish, _member(Input, given.get("input", _usual_input(ways))),
        given.get("edited", False),
    )  # fmt: skip


def words(value: Any) -> str | None:
    """Words exactly as given; raises Problem where they are empty or too long."""
    if value is None:
        return None
    if not isinstance(value, str) or _unkeepable(value):
        raise Problem(422, "wrong_fields")
    if not value.strip():
        raise Problem(422, "empty")
    if len(value) > LONGEST_WORDS:
        raise Problem(413, "too_long", {"limit": f"{LONGEST_WORDS:,}"})
    return value


def share(value: Any) -> Share:
    """Who may see an answer."""
    return _member(Share, value)


def state(value: Any) -> State:
    """A state that a person may set."""
    return _member(State, value)


def filtered(kind: Callable[[str], T], value: str) -> T | None:
    """What a list is narrowed to; a value that is not known is no filter."""
    try:
        return kind(value)
    except ValueError:
        return None


def number(text: str) -> int | str:
    """A whole number as a form sends it; what is none stays text, and is refused where a number is needed."""
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text


def adjustments(value: Any) -> dict[str, Any]:
    """Names of adjustments to values that they may have; raises Problem 422 that names the one that is wrong."""
    if not isinstance(value, dict):
        raise Problem(422, "wrong_fields")
    try:
        return checked(value)
    except WrongAdjustment as error:
        raise Problem(422, "wrong_adjustment", {"name": str(error)}) from None


def _fields(fields: Any, known: frozenset[str]) -> dict[str, Any]:
    if not isinstance(fields, dict) or not set(fields) <= known:
        raise Problem(422, "wrong_fields")
    return fields


def _picked(given: Mapping[str, Any]) -> Picked:
    choices = given.get("choices", [given["choice"]] if "choice" in given else [])
    cards, scale = given.get("cards", {}), given.get("scale")
    if not isinstance(choices, list) or not isinstance(cards, dict) or isinstance(scale, bool):
        raise Problem(422, "wrong_fields")
    names = (*choices, *cards, *cards.values())
    if not all(isinstance(name, str) for name in names) or not isinstance(scale, (int, type(None))):
        raise Problem(422, "wrong_fields")
    drawing = _uuid(given["drawing"]) if "drawing" in given else None
    picked = Picked(tuple(dict.fromkeys(choices)), cards, scale, drawing)
    if not picked and "text" not in given:
        raise Problem(422, "empty")
    return picked


def _usual_input(ways: list[str]) -> str:
    if "drawing" in ways:
        return Input.DRAWN.value
    return Input.TYPED.value if ways[0] == "text" else Input.PICTURES.value


def _uuid(value: Any) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError) as error:
        raise Problem(422, "wrong_fields") from error


def _member(kind: type[T], value: Any) -> T:
    try:
        return kind(value)  # type: ignore[call-arg]  # an enumeration is called with one value
    except ValueError as error:
        raise Problem(422, "wrong_fields") from error


def _line(value: Any) -> str | None:
    text = _optional_text(value, LONGEST_NAME)
    return " ".join(text.split()) or None if text else None


def _names(value: Any) -> tuple[str, ...]:
    """A few short names, such as those of pictures."""
    if not isinstance(value, list) or len(value) > 9 or not all(isinstance(name, str) for name in value):
        raise Problem(422, "wrong_fields")
    return tuple(value)


def _optional_text(value: Any, longest: int) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest or _unkeepable(value):
        raise Problem(422, "wrong_fields")
    return value


def _unkeepable(value: str) -> bool:
    """NUL, or half of a character pair, which JSON can carry and UTF-8 cannot."""
    return UNKEEPABLE.search(value) is not None
