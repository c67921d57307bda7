"""What a form sends, as the fields of one message; and the same as a draft that is put back into the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from web.incoming import number

CARD = "card-"


@dataclass(frozen=True)
class Draft:
    """An answer that is not sent yet: it goes back into the form, so that nobody says anything twice."""

    text: str = ""
    choices: frozenset[str] = frozenset()
    cards: Mapping[str, str] = field(default_factory=dict)


def draft(form: MultiDict[str, str]) -> Draft:
    """Everything that a form held, whichever button was pressed."""
    return Draft(_text(form), frozenset(form.getlist("choices")), _cards(form))


def fields(form: MultiDict[str, str]) -> dict[str, Any]:
    """The fields of the message that the pressed button stands for, as the API has them."""
    message = {name: form[name] for name in ("message_id", "question_id") if form.get(name)}
    return {**message, **(_offered(form) or _answer(form))}


def _offered(form: MultiDict[str, str]) -> dict[str, Any]:
    """A wish that was offered beside an answer belongs to the question that was answered, not to the one shown now."""
    wish, _, question_id = form.get("offer", "").partition(" ")
    return {"choice": wish} | ({"question_id": question_id} if question_id else {}) if wish else {}


def _answer(form: MultiDict[str, str]) -> dict[str, Any]:
    if "wish" in form:
        return {"choice": form["wish"]}
    picked, words = _picked(form), _text(form)
    return {**picked, "text": words, **_spoken(form)} if words.strip() or not picked else picked


def _spoken(form: MultiDict[str, str]) -> dict[str, Any]:
    """That the words were said aloud, and whether what was heard was changed."""
    return {"input": "spoken", "edited": "edited" in form} if form.get("input") == "spoken" else {}


def _picked(form: MultiDict[str, str]) -> dict[str, Any]:
    if form.get("drawing"):
        return {"drawing": form["drawing"]}
    if "choice" in form:
        return {"choice": form["choice"]}
    if "scale" in form:
        return {"scale": number(form["scale"])}
    if "choices" in form:
        return {"choices": form.getlist("choices")}
    return {"cards": _cards(form)} if _cards(form) else {}


def _cards(form: MultiDict[str, str]) -> dict[str, str]:
    return {name.removeprefix(CARD): heap for name, heap in form.items() if name.startswith(CARD)}


def _text(form: MultiDict[str, str]) -> str:
    """Forms send each line break as two characters; the person typed one."""
    return form.get("text", "").replace("\r\n", "\n")
