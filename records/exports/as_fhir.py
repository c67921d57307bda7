"""FHIR R4 as JSON: the questions as they were asked and the answers, or a document under the PRSB About Me headings.

Written by hand, since the library that models FHIR is slow to load; `fhir_check` holds what that library lets through.
"""

import json
from typing import Any

from records.conversation import Audience, State
from records.exports.fhir_check import check
from records.exports.fhir_items import CODES, answered, asked
from records.exports.labels import Labels
from records.exports.view import Said, view_of, writable
from records.record import Part, Record

Json = dict[str, Any]

STATUS = {State.FINISHED: "completed", State.STOPPED: "stopped", State.WITHDRAWN: "entered-in-error"}
"""What FHIR calls the states; anything else is still going on."""
VERIFIER = {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "verifier"}
RESTRICTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}


def questionnaire(record: Record, labels: Labels) -> bytes:
    """A collection of the Questionnaire and the QuestionnaireResponse."""
    entries = [_questionnaire(record, labels), _response(record, labels)]
    return _bundle(record, "collection", entries + _signed(record))


def about_me(record: Record, labels: Labels) -> bytes:
    """The same, led by a Composition under the headings of About Me: mapped to them, and not said to conform."""
    entries = [_composition(record, labels), _response(record, labels), _questionnaire(record, labels)]
    return _bundle(record, "document", entries + _signed(record))


def _bundle(record: Record, kind: str, resources: list[Json]) -> bytes:
    bundle = {
        "resourceType": "Bundle", "id": f"mysay-{record.id}"[:64], "type": kind, "timestamp": record.ended,
        "identifier": {"system": f"{CODES}:seal", "value": record.seal},
        "entry": [{"fullUrl": _url(record, found["resourceType"]), "resource": found} for found in resources],
    }  # fmt: skip
    check(bundle)
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()


def _url(record: Record, kind: str) -> str:
    return f"{CODES}:{kind}:{record.id}"


def _questionnaire(record: Record, labels: Labels) -> Json:
    tongue = labels.tongue(record)
    items = [{**_group(part, [asked(line, tongue) for line in part.lines]), "type": "group"} for part in record.parts]
    return _filled({
        "resourceType": "Questionnaire", "id": f"asked-{record.id}"[:64], "url": f"{CODES}:asked:{record.id}",
        "version": "1", "language": labels.language, "status": "active", "subjectType": ["Patient"],
        "date": record.began, "title": labels["fhir_asked"], "item": items,
    })  # fmt: skip


def _response(record: Record, labels: Labels) -> Json:
    items = [_group(part, [answered(record, line, labels) for line in part.lines]) for part in record.parts]
    return _filled({
        "resourceType": "QuestionnaireResponse", "id": record.id, "meta": {"security": [RESTRICTED]},
        "language": labels.language, "extension": _adjustments(record, labels),
        "identifier": {"system": f"{CODES}:record", "value": record.id},
        "questionnaire": f"{CODES}:asked:{record.id}|1", "status": STATUS.get(record.state, "in-progress"),
        "subject": _subject(record), "authored": record.ended, "source": _source(record, labels), "item": items,
    })  # fmt: skip


def _signed(record: Record) -> list[Json]:
    """Who of the staff checked the answers as they stand, where somebody did."""
    if not record.signed:
        return []
    who = _filled({"type": "Practitioner", "display": writable(record.signed.who)})
    return [{
        "resourceType": "Provenance", "id": f"signed-{record.id}"[:64], "recorded": record.signed.at,
        "target": [{"reference": _url(record, "QuestionnaireResponse")}],
        "agent": [{"type": {"coding": [VERIFIER]}, "who": who}],
    }]  # fmt: skip


def _adjustments(record: Record, labels: Labels) -> list[Json]:
    """What was put in place for the person, each by its name and in words."""
    return [
        {"url": f"{CODES}:adjustment", "extension": [
            {"url": "name", "valueCode": found.name}, {"url": "text", "valueString": writable(labels.adjusted(found))}]}
        for found in record.adjustments
    ]  # fmt: skip


def _composition(record: Record, labels: Labels) -> Json:
    view = view_of(record, labels)
    closing = (
        (labels["prsb_supported_by"], view.helper or labels["prsb_nobody"]), (labels["prsb_date"], view.date),
    )  # fmt: skip
    sections = [
        *(_section(block.title, "".join(_said(said) for said in block.lines)) for block in view.about_me),
        *(_section(title, f"<p>{_escaped(text)}</p>") for title, text in closing),
    ]
    note = f"<p>{_escaped(labels['prsb_note'])}</p>"
    kept = f"<p>{_escaped(view.kept)}</p>" if view.kept else ""
    return _filled({
        "resourceType": "Composition", "id": f"about-{record.id}"[:64], "meta": {"security": [RESTRICTED]},
        "language": labels.language, "text": _narrative(note + kept), "status": "final",
        "type": {"text": labels["prsb_title"]}, "subject": _subject(record), "date": record.ended,
        "author": [_source(record, labels)], "title": labels["prsb_title"], "section": sections,
    })  # fmt: skip


def _section(title: str, html: str) -> Json:
    return {"title": title, "text": _narrative(html)}


def _said(said: Said) -> str:
    lang = f' lang="{said.tongue}" xml:lang="{said.tongue}"' if said.tongue else ""
    words = f"<blockquote{lang}>{_escaped(said.words)}</blockquote>" if said.words else ""
    chosen = "".join(f"<p>{_escaped(text)}</p>" for text in (*said.chosen, *said.hints))
    return f"<p{lang}><b>{_escaped(said.asked)}</b></p><p>{_escaped(said.provenance)}</p>{words}{chosen}"


def _narrative(html: str) -> Json:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{html}</div>'}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>")


def _group(part: Part, items: list[Json]) -> Json:
    """A topic; its id is kept apart from those of questions, which may be the same word."""
    return {"linkId": f"topic:{part.topic}", "text": writable(part.title) or part.topic, "item": items}


def _subject(record: Record) -> Json:
    """Whom it is about, as far as the record says: by a reference of the school's own, never by more."""
    reference = {"system": f"{CODES}:about", "value": writable(record.about)} if record.about else None
    return _filled({"type": "Patient", "identifier": reference, "display": writable(record.called or "")})


def _source(record: Record, labels: Labels) -> Json:
    kind = "RelatedPerson" if record.audience is Audience.PARENT else "Patient"
    return {"type": kind, "display": labels.of("audience", record.audience)}


def _filled(fields: Json) -> Json:
    """Only what has a value: FHIR knows neither null nor the empty string."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


SHAPES = {"questionnaire": questionnaire, "about_me": about_me}
