"""One line as FHIR items: the question, and the answer with whose words, how, when and whether edited beside it."""

import base64
from typing import Any

from records.answer import Outcome
from records.exports.labels import Labels
from records.exports.view import writable
from records.record import Line, Record

Json = dict[str, Any]

CODES = "urn:mysay:fhir"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
LANGUAGE = "http://hl7.org/fhir/StructureDefinition/language"
REASONS = {
    Outcome.SKIPPED: "asked-declined", Outcome.PREFER_NOT_TO_SAY: "asked-declined", Outcome.DONT_KNOW: "asked-unknown",
}  # fmt: skip


def asked(line: Line, tongue: str) -> Json:
    """The question as it was asked: free text, or choices to which words may be added."""
    options = _codings(line)
    item: Json = {"linkId": line.question_id, "text": writable(line.asked) or line.question_id, "type": "text"}
    item |= _in("text", tongue)
    if options:
        more = {"type": "open-choice", "repeats": True, "answerOption": [{"valueCoding": option} for option in options]}
        item |= more
    return item


def answered(record: Record, line: Line, labels: Labels) -> Json:
    """The answer, or why there is none; in both cases with its provenance."""
    tongue = labels.tongue(record)
    told = writable(line.words or "")
    words = [{"valueString": told} | _in("valueString", tongue)] if told.strip() else []
    answers = [*words, *({"valueCoding": coding} for coding in _codings(line))]
    extensions = [_provenance(line, labels), *_absence(line), *_drawing(line, labels), *_hints(record, line)]
    item = {"linkId": line.question_id, "text": writable(line.asked) or line.question_id, "extension": extensions}
    return item | _in("text", tongue) | ({"answer": answers} if answers else {})


def _in(name: str, tongue: str) -> Json:
    """The language of one text, beside it as FHIR has it, where it is not that of the resource."""
    return {f"_{name}": {"extension": [{"url": LANGUAGE, "valueCode": tongue}]}} if tongue else {}


def _codings(line: Line) -> list[Json]:
    chosen = [_coding(f"{CODES}:choice", choice.id, choice.label) for choice in line.choices]
    cards = [
        _coding(f"{CODES}:card", f"{pair.card.id}:{pair.heap.id}", f"{pair.heap.label}: {pair.card.label}")
        for pair in line.cards
    ]
    place = [_coding(f"{CODES}:scale", str(line.scale.value), line.scale.label)] if line.scale else []
    return [*chosen, *cards, *place]


def _coding(system: str, code: str, display: str) -> Json:
    return {"system": system, "code": code, "display": writable(display) or code}


def _provenance(line: Line, labels: Labels) -> Json:
    parts: list[Json] = [
        {"url": "text", "valueString": writable(labels.provenance(line))},
        {"url": "whose", "valueCode": line.whose.value},
        {"url": "how", "valueCode": line.input.value},
        {"url": "at", "valueDateTime": line.at},
        {"url": "edited", "valueBoolean": line.edited},
        {"url": "share", "valueCode": line.share.value},
    ]
    helper = [{"url": "helper", "valueString": writable(line.helper)}] if line.helper else []
    return {"url": f"{CODES}:provenance", "extension": parts + helper}


def _absence(line: Line) -> list[Json]:
    if line.answered:
        return []
    return [{"url": ABSENT, "valueCode": REASONS[line.outcome]},
            {"url": f"{CODES}:outcome", "valueCode": line.outcome.value}]  # fmt: skip


def _drawing(line: Line, labels: Labels) -> list[Json]:
    if line.drawing is None:
        return []
    data, title = base64.b64encode(line.drawing).decode(), writable(labels.alt(line))
    picture = {"contentType": "image/webp", "data": data, "title": title}
    return [{"url": f"{CODES}:drawing", "valueAttachment": picture}]


def _hints(record: Record, line: Line) -> list[Json]:
    parts = (
        [{"url": "section", "valueCode": hint.section}, {"url": "because", "valueString": hint.because}]
        for hint in line.hints
    )
    return [] if record.own else [{"url": f"{CODES}:may-belong", "extension": part} for part in parts]
