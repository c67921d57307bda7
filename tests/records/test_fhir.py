"""FHIR that other programs can read: parsed by the library that models it, and checked where that is lenient."""

import json
from dataclasses import replace

import pytest
from fhir.resources.R4B.bundle import Bundle

from bot.interview.recording import labels_of, record_of
from records.conversation import Audience, State
from records.exports import FORMATS
from records.exports.fhir_check import NotFhir, check
from records.record import Signed

AT = "2027-05-04T09:30:00.000+00:00"
SHAPES = FORMATS["fhir"].shapes


def written(record, labels, shape="questionnaire"):
    return json.loads(SHAPES[shape](record, labels))


def resource(bundle, kind):
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def items(part):
    return {item["linkId"]: item for group in part["item"] for item in group["item"]}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_library_of_fhir_reads_it(record, labels, shape):
    """Each shape is a Bundle that fhir.resources takes, every resource in it included."""
    bundle = Bundle.parse_raw(SHAPES[shape](record, labels))
    assert {entry.resource.resource_type for entry in bundle.entry} >= {"Questionnaire", "QuestionnaireResponse"}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_record_without_answers_is_fhir_too(bank, conversation, shape):
    """FHIR has no empty lists and no empty texts; somebody who said nothing has neither."""
    record = record_of(bank, replace(conversation, called=None, about=None), [])
    Bundle.parse_raw(SHAPES[shape](record, labels_of(bank, record)))


def test_answers_bear_the_ids_of_questions(record, labels):
    """Each linkId is the id of a question, the same in questions and answers."""
    bundle = written(record, labels)
    answers = items(resource(bundle, "QuestionnaireResponse"))
    assert set(answers) == set(items(resource(bundle, "Questionnaire"))) == {line.question_id for line in record.lines}
    assert answers["people"]["answer"] == [{"valueString": next(record.lines).words}]
    chosen = [answer["valueCoding"]["display"] for answer in answers["family"]["answer"]]
    assert chosen == ["My dog", "My mum"]


def test_each_answer_says_whose_words_how_when_and_whether_edited(record, labels):
    """Beside every answer stands an extension with its provenance, in codes and in words."""
    told = items(resource(written(record, labels), "QuestionnaireResponse"))["people"]["extension"][0]
    parts = {part["url"]: part for part in told["extension"]}
    assert parts["whose"]["valueCode"] == "own_words"
    assert parts["how"]["valueCode"] == "spoken"
    assert parts["edited"]["valueBoolean"] is True
    assert parts["at"]["valueDateTime"].startswith("2027-05-03")
    assert parts["text"]["valueString"].startswith("In their own words, spoken, 3 May 2027")


def test_a_question_without_an_answer_says_why_there_is_none(record, labels):
    """Skipping is declining, by the code that FHIR has for it."""
    hard = items(resource(written(record, labels), "QuestionnaireResponse"))["hard"]
    assert "answer" not in hard
    assert {"asked-declined", "skipped"} <= {part.get("valueCode") for part in hard["extension"]}


@pytest.mark.parametrize(
    ("state", "status"), [(State.FINISHED, "completed"), (State.STOPPED, "stopped"), (State.ASKING, "in-progress")]
)
def test_the_status_is_one_that_fhir_knows(record, labels, state, status):
    """Finished, stopped and still talking have their own status."""
    assert resource(written(replace(record, state=state), labels), "QuestionnaireResponse")["status"] == status


@pytest.mark.parametrize("shape", SHAPES)
def test_a_signature_is_the_provenance_of_the_answers(record, labels, shape):
    """Who checked them and when, as FHIR has it for a verifier; where nobody did, there is none."""
    signed = SHAPES[shape](replace(record, signed=Signed("Mx Jones", AT)), labels)
    entries = {entry.resource.resource_type: entry for entry in Bundle.parse_raw(signed).entry}
    told = entries["Provenance"].resource
    assert told.target[0].reference == entries["QuestionnaireResponse"].fullUrl
    assert (told.agent[0].type.coding[0].code, told.agent[0].who.display) == ("verifier", "Mx Jones")
    assert told.recorded.isoformat().startswith("2027-05-04T09:30")
    assert b"Provenance" not in SHAPES[shape](record, labels)


def test_a_parent_is_not_taken_for_the_child(record, labels):
    """The source of a parent's answers is a related person."""
    answers = resource(written(replace(record, audience=Audience.PARENT), labels), "QuestionnaireResponse")
    assert (answers["source"]["type"], answers["subject"]["type"]) == ("RelatedPerson", "Patient")


def test_about_me_has_its_headings_and_claims_no_conformance(record, labels):
    """The document is led by a Composition under the mapped headings, which says that it is only mapped."""
    composition = written(record, labels, "about_me")["entry"][0]["resource"]
    assert composition["resourceType"] == "Composition"
    assert "conformance with the standard is not claimed" in composition["text"]["div"]
    titles = [section["title"] for section in composition["section"]]
    assert titles == ["People who are important to me", "Supported to write this by", "Date"]
    assert "&lt;b&gt;not bold&lt;/b&gt;" in composition["section"][0]["text"]["div"]


SPOILT = {
    "a status of another resource": lambda found: found["QuestionnaireResponse"].update(status="active"),
    "an answer to what was not asked": lambda found: found["QuestionnaireResponse"]["item"][0].update(linkId="other"),
    "a question twice": lambda found: found["Questionnaire"]["item"].append(found["Questionnaire"]["item"][0]),
    "another questionnaire": lambda found: found["QuestionnaireResponse"].update(questionnaire="urn:other|1"),
    "words where a heading is": lambda found: found["QuestionnaireResponse"]["item"][0].update(
        answer=[{"valueString": "x"}]
    ),
    "a choice that was none": lambda found: items(found["QuestionnaireResponse"])["family"].update(
        answer=[{"valueCoding": {"system": "x", "code": "cat"}}]
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_the_library_lets_through_is_refused_by_our_own_check(record, labels, spoil):
    """Statuses, linkIds and choices that do not fit never leave the house."""
    bundle = written(record, labels)
    check(bundle)
    spoil({entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]})
    with pytest.raises(NotFhir):
        check(bundle)
