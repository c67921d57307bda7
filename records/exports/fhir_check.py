"""What must hold in FHIR and is easily missed: statuses that exist, and answers only to questions that were asked."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

STATUSES = {
    "Questionnaire": {"draft", "active", "retired", "unknown"},
    "QuestionnaireResponse": {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    "Composition": {"preliminary", "final", "amended", "entered-in-error"},
}
KINDS = {"text": {"valueString"}, "open-choice": {"valueString", "valueCoding"}}


class NotFhir(ValueError):
    """The document is not what FHIR says it must be; says where."""


def check(bundle: Json) -> None:
    """Raises NotFhir."""
    resources = {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}
    for kind, resource in resources.items():
        if kind in STATUSES and resource["status"] not in STATUSES[kind]:
            raise NotFhir(f"{kind} has the status {resource['status']}")
    questions, answers = resources["Questionnaire"], resources["QuestionnaireResponse"]
    if answers["questionnaire"] != f"{questions['url']}|{questions['version']}":
        raise NotFhir("the answers are to another questionnaire")
    _same_questions(questions, answers)


def _same_questions(questions: Json, answers: Json) -> None:
    known: dict[str, Json] = {}
    for item in _items(questions):
        if item["linkId"] in known:
            raise NotFhir(f"two questions have the linkId {item['linkId']}")
        known[item["linkId"]] = item
    for item in _items(answers):
        if item["linkId"] not in known:
            raise NotFhir(f"the linkId {item['linkId']} was never asked")
        _fits(item, known[item["linkId"]])


def _fits(item: Json, question: Json) -> None:
    options = [option["valueCoding"] for option in question.get("answerOption", ())]
    for answer in item.get("answer", ()):
        if not {name.lstrip("_") for name in answer} <= KINDS.get(question["type"], set()):
            raise NotFhir(f"{item['linkId']} is answered in a way that it was not asked")
        if "valueCoding" in answer and answer["valueCoding"] not in options:
            raise NotFhir(f"{item['linkId']} is answered by what was not a choice")


def _items(part: Json) -> Iterator[Json]:
    for item in part.get("item", ()):
        yield item
        yield from _items(item)
