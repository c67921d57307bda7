"""Who reads a file aloud changes the voice for what was asked and said in another language than the file's."""

import io
import json
from dataclasses import replace

import docx
import pdfua
import pikepdf
import pytest
from docx.oxml.ns import qn
from fhir.resources.R4B.bundle import Bundle

from bot.interview.recording import labels_of, record_of
from records.exports import FORMATS, as_docx
from tests.records.conftest import NAN
from tests.records.test_exports import Page

LANGUAGE = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": "cy"}]}


@pytest.fixture
def conversation(conversation):
    """One that was held in Welsh."""
    return replace(conversation, adjustments={"language": "cy"})


def languages(body):
    """Every language that a PDF names below the one of the whole file, which is left out."""
    with pikepdf.open(io.BytesIO(body)) as file:
        assert file.Root.Lang == "en-GB"
        return {str(held.Lang) for held in file.objects if isinstance(held, pikepdf.Dictionary) and "/Lang" in held} | {
            str(held.Lang)
            for page in file.pages
            for step in pikepdf.parse_content_stream(page)
            for held in step.operands
            if isinstance(held, pikepdf.Dictionary) and "/Lang" in held
        } - {"en-GB"}


@pytest.mark.parametrize("shape", FORMATS["pdf"].shapes)
def test_a_pdf_says_it_of_the_parts(record, labels, shape, tmp_path):
    """And is still what a screen reader can read."""
    body = FORMATS["pdf"].shapes[shape](record, labels)
    assert "cy" in languages(body)
    (tmp_path / "record.pdf").write_bytes(body)
    findings = pdfua.validate(str(tmp_path / "record.pdf")).findings
    assert [finding for finding in findings if finding.severity != pdfua.Severity.INFO] == []


def test_a_pdf_of_an_english_conversation_names_no_other(bank, record, labels):
    """The file is in the language of all that is in it."""
    english = replace(record, adjustments=())
    assert "cy" not in languages(FORMATS["pdf"].shapes["whole"](english, labels_of(bank, english)))


def test_a_word_file_says_it_of_questions_and_answers(bank, conversation, answer):
    """What stands around them stays in English."""
    said = replace(answer("people", words="Mam\na Dad"), wording="Pwy?")
    record = record_of(bank, conversation, [said])
    opened = docx.Document(io.BytesIO(as_docx.whole(record, labels_of(bank, record))))
    welsh = {
        paragraph.text for paragraph in opened.paragraphs for run in paragraph.runs
        if [found.get(qn("w:val")) for found in run._r.iter(qn("w:lang"))] == ["cy"]
    }  # fmt: skip
    assert welsh == {"Pwy?", "“Mam\na Dad”"}


@pytest.mark.parametrize("shape", FORMATS["fhir"].shapes)
def test_fhir_says_it_beside_each_text(record, labels, shape):
    """By the extension that FHIR has for it, in questions and in answers."""
    body = FORMATS["fhir"].shapes[shape](record, labels)
    Bundle.parse_raw(body)
    told = {entry["resource"]["resourceType"]: entry["resource"] for entry in json.loads(body)["entry"]}
    first = {kind: told[kind]["item"][0]["item"][0] for kind in ("Questionnaire", "QuestionnaireResponse")}
    assert all(item["_text"] == LANGUAGE for item in first.values())
    assert first["QuestionnaireResponse"]["answer"] == [{"valueString": NAN, "_valueString": LANGUAGE}]
    assert {resource.get("language") for resource in told.values()} == {"en-GB"}


def test_a_web_page_says_it_too(record, labels):
    """Of each question and of the words."""
    page = Page(FORMATS["html"].render(record, labels).decode())
    assert {attrs.get("lang") for tag, attrs in page.tags if tag in {"h3", "blockquote"}} == {"cy"}
    assert ("html", {"lang": "en-GB"}) in page.tags


def test_ones_own_copy_in_welsh_is_welsh(record, labels):
    """Where the words around are Welsh too, the file is, and no part is marked."""
    welsh = replace(labels, language="cy")
    with pikepdf.open(io.BytesIO(FORMATS["pdf"].shapes["whole"](record, welsh))) as file:
        assert file.Root.Lang == "cy"
    page = Page(FORMATS["html"].render(record, welsh).decode())
    assert {attrs.get("lang") for tag, attrs in page.tags if tag in {"h3", "blockquote"}} == {None}
