"""Each format gives the words as they came, and says whose they are."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.recording import labels_of, record_of
from operating.settings import DATA
from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.exports import FORMATS, file_name
from records.exports.as_csv import COLUMNS, as_said, defused
from records.exports.as_json import from_json, to_json
from records.message import Input
from records.record import Line, Part, Record
from tests.records.conftest import AT, NAN
from tests.records.reading import holds, text_of

KEPT = ("the secret den", "skip please")


@pytest.fixture(scope="session")
def schema():
    return jsonschema_rs.Draft202012Validator(
        json.loads((DATA / "schema" / "record.schema.json").read_text("utf-8")), validate_formats=True
    )


SHAPED = [(name, shape) for name, found in FORMATS.items() for shape in found.shapes]
"""Every format in every shape that it has."""


def rendered(name, record, labels):
    return text_of(name, FORMATS[name].render(record, labels))


@pytest.mark.parametrize(("name", "shape"), SHAPED)
def test_no_format_tells_what_was_kept(name, shape, record, labels):
    """Private words, and words that only passed a question over, are in no export; the count is in each that reads."""
    body = FORMATS[name].render(record, labels, shape)
    assert not any(holds(name, body, words) for words in KEPT)
    assert name in {"json", "csv", "fhir"} or holds(name, body, "1 answer is kept by the person.")


@pytest.mark.parametrize(("name", "shape"), SHAPED)
def test_every_format_bears_the_seal_of_the_record(name, shape, record, labels):
    """The seal, or its beginning where there is little room, is in the file, so that it can be found in the audit."""
    assert holds(name, FORMATS[name].render(record, labels, shape), record.seal[:16])


@pytest.mark.parametrize("name", FORMATS)
def test_every_line_says_whose_words_how_and_whether_edited(name, record, labels):
    """The same provenance is in each format, in words or in its codes."""
    text = rendered(name, record, labels)
    told = ("own_words", "spoken", "true") if name in {"json", "fhir"} else ("In their own words", "spoken")
    assert all(part in text for part in told)
    assert "2027-05-03" in text or "3 May 2027" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_line_that_sounds_like_provision_is_flagged_where_it_stands(name, bank, conversation, answer):
    """The flag names the section and the words; the line stays where it was."""
    kit = replace(bank.kit, signs={"f": re.compile("headphones")})
    record = record_of(replace(bank, kit=kit), conversation, [answer("people", words="I need my headphones")])
    body = FORMATS[name].render(record, labels_of(bank, record))
    assert holds(name, body, "I need my headphones")
    sign = '"headphones"' if name in {"json", "fhir"} else "May belong in Section F too (provision): “headphones”"
    assert holds(name, body, sign)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_lists_what_was_put_in_place(name, bank, conversation, answers, schema):
    """The adjustments are evidence: in words where people read, by name and value in JSON, and under the seal."""
    adjusted = replace(conversation, adjustments={"size": 2.0, "easy_words": True, "hold": 600, "theme": "cream"})
    record = record_of(bank, adjusted, answers)
    body = FORMATS[name].render(record, labels_of(bank, record))
    if name == "json":
        schema.validate(json.loads(body))
        assert {found.name: found.value for found in from_json(body.decode()).adjustments} == adjusted.adjustments
        return
    told = ("Easy words", "Size of everything: 2 times as big", "Colours: Cream", "0.6 seconds")
    assert all(holds(name, body, words) for words in told)
    assert record.seal != record_of(bank, conversation, answers).seal


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_name_that_tells_nothing(name, record):
    """A file is named by the start of the id and the day, never by a person."""
    assert file_name(record, FORMATS[name]) == f"mysay-4f0c7a52-2027-05-03.{FORMATS[name].suffix}"


def test_json_fits_its_schema_and_reads_back(record, schema):
    """The JSON is valid by the published schema and gives back the very same record."""
    text = to_json(record)
    schema.validate(json.loads(text))
    assert from_json(text) == record


def test_json_of_a_person_s_own_copy_fits_too(bank, conversation, answers, schema):
    """The own copy is the same kind of document."""
    own = record_of(bank, conversation, answers, own=True)
    schema.validate(json.loads(to_json(own)))
    assert from_json(to_json(own)) == own


def test_the_schema_refuses_words_with_a_skipped_question(record, schema):
    """A document in which a passed-over question has words is not a record."""
    wrong = json.loads(to_json(record))
    passed = next(line for part in wrong["parts"] for line in part["lines"] if line["outcome"] == "skipped")
    passed["words"] = "something"
    assert not schema.is_valid(wrong)


@pytest.mark.parametrize("text", ["{}", "[]", "not json", '{"schema": "urn:other"}'])
def test_what_is_no_record_is_not_read_as_one(text):
    """Other JSON is refused."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(text)


@given(st.text())
def test_any_words_survive_json(words):
    """Whatever somebody writes reads back to the last character."""
    said = Line("q", "?", Outcome.ANSWERED, Whose.OWN_WORDS, Input.TYPED, AT, False, Share.REVIEW, words=words)
    record = Record("id", Audience.PARENT, Purpose.JUST_ME, State.STOPPED, AT, AT, (Part("t", "T", (said,)),))
    assert from_json(to_json(record)) == record


def test_csv_opens_in_a_spreadsheet_with_the_words_whole(record, labels):
    """There is a byte order mark, a row for each question, and line breaks and signs inside a cell survive."""
    raw = FORMATS["csv"].render(record, labels)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(list(record.lines))
    words = [dict(zip(COLUMNS, row, strict=True))["words"] for row in rows[1:]]
    assert words[0] == NAN


@pytest.mark.parametrize("cell", ["=1+1", "+44 is my number", "-1", "@me", "\t=x", "\r=x", "\n=x", "  =x", "＝1"])
def test_csv_runs_no_formula(cell):
    """A cell that a spreadsheet might run starts with an apostrophe, and the words can be had back."""
    assert defused(cell) == f"'{cell}"
    assert as_said(defused(cell)) == cell


@given(st.text())
def test_any_cell_can_be_had_back(cell):
    """Taking one apostrophe off always gives the words as said, also where they began with one."""
    assert as_said(defused(cell)) == cell


def test_text_says_whose_words_each_line_holds(record, labels):
    """Under each heading of Section A, every answer names whose words follow, how they were said and when."""
    text = rendered("text", record, labels)
    assert f"In their own words, spoken, 3 May 2027, changed by them after it was heard: “{NAN}”" in text
    assert "Pictures they chose, 3 May 2027: Chose: My dog, My mum" in text
    assert "Pictures they chose, by pictures" not in text
    assert "Like: My dog; Don't like: My mum" in text
    assert "Written down for them by a helper (Mr Ali), typed, 3 May 2027: “an old answer”" in text
    headings = [text.index(label) for label in ("What is important to me\n-", "Friendships", "School and", "Also said")]
    assert headings == sorted(headings)


def test_a_parent_s_record_can_never_pass_for_the_child_s(bank, conversation, answers):
    """A parent's record says at its head that it is not the child or young person who speaks."""
    record = record_of(bank, replace(conversation, audience=Audience.PARENT), answers)
    assert "Parent or carer, not the child or young person" in rendered("text", record, labels_of(bank, record))


class Page(HTMLParser):
    """What a reader of the page gets: tags, and the text of each blockquote."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.quotes, self._inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "blockquote":
            self._inside = True
            self.quotes.append("")

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "blockquote"

    def handle_data(self, data):
        if self._inside:
            self.quotes[-1] += data


def test_html_is_one_file_that_needs_nothing_and_runs_nothing(record, labels):
    """No script, link or picture is fetched; it has a language, a title, one heading of the first level and a main."""
    page = Page(rendered("html", record, labels))
    names = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "b"} & set(names)
    assert not any(name.startswith("on") or name in {"src", "href"} for _, attrs in page.tags for name in attrs)
    assert ("html", {"lang": "en-GB"}) in page.tags
    assert (names.count("h1"), names.count("main"), names.count("title")) == (1, 1, 1)


def test_html_shows_markup_as_the_words_that_it_is(record, labels):
    """Words that look like markup are shown as they were written, each in its own direction."""
    page = Page(rendered("html", record, labels))
    assert page.quotes[0] == NAN
    assert all(attrs.get("dir") == "auto" for tag, attrs in page.tags if tag == "blockquote")


@pytest.mark.parametrize("name", FORMATS)
def test_a_record_without_answers_exports_too(name, bank, conversation):
    """Somebody who stopped at once leaves an empty record, not an error."""
    record = record_of(bank, conversation, [])
    assert all(found(record, labels_of(bank, record)) for found in FORMATS[name].shapes.values())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_record_makes_the_same_file(name, record, labels):
    """Nothing of the moment of export is in the file, so that a hash can prove what was taken."""
    for render in FORMATS[name].shapes.values():
        assert render(record, labels) == render(record, labels)


@pytest.mark.parametrize("name", FORMATS)
def test_ten_thousand_characters_pass_whole(name, bank, conversation, answer):
    """The longest answer that can be given is exported in full."""
    words = "née 🌈 " * 1428
    record = record_of(bank, conversation, [answer("people", words=words)])
    body = FORMATS[name].render(record, labels_of(bank, record))
    assert text_of(name, body).count("née") == 1428 if name == "pdf" else holds(name, body, words)  # pages have feet
