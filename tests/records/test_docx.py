"""Word files: our own templates filled, and an authority's checked before it is kept."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from bot.interview.recording import labels_of, record_of
from records.exports import FORMATS, as_docx, sample
from records.exports.docx_check import LARGEST, faults
from records.exports.docx_fields import BLOCKS, GROUPS, PLAIN, answer_fields
from tests.records.reading import docx_text, holds

SHAPES = FORMATS["docx"].shapes


def template(*paragraphs, title=""):
    made, file = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.core_properties.title = title
    made.save(file)
    return file.getvalue()


def rebuilt(body, change):
    """The same file with its parts changed."""
    old, file = zipfile.ZipFile(io.BytesIO(body)), io.BytesIO()
    parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def check(labels):
    """The names of the faults that a file has."""
    samples = [(sample.full(), labels), (sample.empty(), labels)]
    return lambda body: [fault.name for fault in faults(body, samples)]


@pytest.mark.parametrize("shape", SHAPES)
def test_our_own_templates_pass_the_check_for_others(shape, kit, check):
    """What we ask of an authority we keep to ourselves."""
    assert check((kit.templates / f"{shape}.docx").read_bytes()) == []


@pytest.mark.parametrize("shape", ["whole", "section_a"])
def test_words_and_drawings_stay_with_what_says_whose_they_are(record, labels, shape):
    """No page ends between a question, its answer and the line beneath."""
    opened = docx.Document(io.BytesIO(SHAPES[shape](record, labels)))
    assert opened.styles["Words"].paragraph_format.keep_with_next
    assert opened.styles["Heading 2"].paragraph_format.keep_with_next


@pytest.mark.parametrize("shape", SHAPES)
def test_a_word_file_says_its_language_and_hides_nothing_in_its_properties(record, labels, shape):
    """It is in British English; title and authors are set, and no placeholder is left, in properties or in text."""
    body = SHAPES[shape](record, labels)
    opened = docx.Document(io.BytesIO(body))
    assert 'w:lang w:val="en-GB"' in opened.styles.element.xml.replace("  ", " ")
    properties = opened.core_properties
    assert (properties.author, properties.language, properties.title) == ("MySay", "en-GB", labels["title"])
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        parts = [file.read(name) for name in file.namelist() if name.endswith(".xml")]
    assert not any(b"{{" in part or b"python-docx" in part for part in parts)


def test_every_picture_has_words_in_its_place(record, labels):
    """Each drawing has its alternative text."""
    drawings = docx.Document(io.BytesIO(as_docx.whole(record, labels))).element.body.xpath(".//wp:docPr")
    assert "a dog" in {drawing.get("descr") for drawing in drawings}
    assert all(drawing.get("descr") for drawing in drawings)
    assert len({drawing.get("id") for drawing in drawings}) == len(drawings)


@pytest.mark.parametrize(
    "words", ["{{ 7*7 }} {% for %} {_{ _}", "<w:p/> & ]]> \x0b \ufffe", "tab\tnew\nline\a", "=1+1"]
)
def test_words_are_words_whatever_they_look_like(bank, conversation, answer, words):
    """Braces, markup and control characters neither run nor break the file; what can be seen is all there."""
    record = record_of(bank, conversation, [answer("people", words=words)])
    body = as_docx.whole(record, labels_of(bank, record))
    assert holds("docx", body, "".join(letter for letter in words if letter >= " " and letter != "\ufffe"))


def test_words_from_right_to_left_are_set_so(bank, conversation, answer):
    """A paragraph that begins in Arabic is marked as such, the others are not."""
    record = record_of(bank, conversation, [answer("people", words="أحب جدتي"), answer("hard", words="sums")])
    paragraphs = docx.Document(io.BytesIO(as_docx.whole(record, labels_of(bank, record)))).paragraphs
    assert ["أحب" in paragraph.text for paragraph in paragraphs if paragraph._p.xpath("./w:pPr/w:bidi")] == [True]


def test_an_authority_s_template_is_filled(record, labels, check):
    """One field for all that is under a heading, with whose words they are, and loops for those who want them."""
    body = template(
        "{{ friendships }}", "{%p for block in sections %}", "{{ block.title }}", "{%p for line in block.lines %}",
        "{{ line.words | default('', true) }} ({{ line.provenance }})", "{%p endfor %}", "{%p endfor %}",
    )  # fmt: skip
    assert check(body) == []
    text = docx_text(as_docx.fill(body, record, labels))
    assert text.count("In their own words, spoken, 3 May 2027, changed by them after it was heard") == 2
    assert "School and learning" in text


def test_every_field_that_is_listed_can_be_used(check):
    """The list that an administrator is shown is the truth."""
    fields = "".join(f"{{{{ {name} }}}}" for name in (*PLAIN, *answer_fields()))
    loops = [f"{{% for row in {name} %}}{{{{ row.{row[0]} }}}}{{% endfor %}}" for name, row in GROUPS.items()]
    loops += [f"{{% for block in {name} %}}{{{{ block.title }}}}{{% endfor %}}" for name in BLOCKS]
    assert check(template(fields, *loops)) == []


FOUR_DEEP = "".join(f"{{% for {name} in sections %}}" for name in "abcd") + "{{ d.title }}" + "{% endfor %}" * 4


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ aspiration }}", "unknown_field"), ("{% for b in sections %}{{ b.words }}{% endfor %}", "unknown_field"),
        ("{{ ''.__class__.__mro__ }}", "code"), ("{{ title.format(1) }}", "code"), ("{{ cycler.__init__ }}", "code"),
        ("{% set x = 1 %}", "code"), ("{% include 'x' %}", "code"), ("{{ 'x' * 1000000000 }}", "code"),
        ("{% for x in range(1000000000) %}{% endfor %}", "code"), ("{{ aspirations | upper }}", "code"),
        ("{{r name }}", "code"), (FOUR_DEEP, "code"),
        ("{% for b in sections %}", "not_closed"), ("{{ aspirations", "not_closed"),
        ("{% if %}{% endif %}", "not_closed"),
        ("Dear parent", "no_answers"), ("{{ name }}", "no_answers"), ("{{ sections }}", "cannot_fill"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_template_is_named(check, text, fault):
    """Code, fields that are not there, tags that are not closed, and a template that shows nothing."""
    assert check(template(text)) == [fault]


def test_a_field_that_is_misspelt_is_told_what_was_meant(labels):
    """The nearest name is offered."""
    (fault,) = faults(template("{{ asprations }}"), [(sample.full(), labels)])
    assert fault.places == {"tag": "asprations", "near": "aspirations"}


def test_code_in_the_properties_of_a_file_is_named_too(check):
    """A title can hold a tag as well."""
    assert check(template("{{ history }}", title="{{ ''.__class__ }}")) == ["code"]


LINK = b'<Relationships><Relationship Type="t/oleObject" Target="http://x/y" TargetMode="External"/></Relationships>'
DDE = b"<w:body><w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>"
DOCUMENT = "word/document.xml"
SPOILT = {
    "macros": lambda parts: parts.update({"word/vbaProject.bin": b"x"}),
    "embedded": lambda parts: parts.update({"word/embeddings/sheet.xlsx": b"x"}),
    "not_word": lambda parts: parts.pop(DOCUMENT),
    "not_plain_xml": lambda parts: parts.update({DOCUMENT: b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[DOCUMENT]}),
    "fetches": lambda parts: parts.update({"word/_rels/settings.xml.rels": LINK}),
    "commands": lambda parts: parts.update({DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", DDE)}),
    "unpacks_too_large": lambda parts: parts.update({"word/media/bomb.png": bytes(80_000_000)}),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_file_that_does_more_than_a_document_is_refused(check, fault):
    """Macros, other files, entities, links outwards, commands and zip bombs are named before anything is opened."""
    assert check(rebuilt(template("{{ history }}"), SPOILT[fault])) == [fault]


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"", "not_word"), (b"hello", "not_word"), (b"PK\x03\x04 no zip", "not_word"), (b"%PDF-1.7", "not_word"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_word"), (bytes(LARGEST + 1), "too_large")],
    ids=["nothing", "text", "a broken zip", "a PDF", "an old Word file", "too large"],
)  # fmt: skip
def test_what_is_no_word_file_is_refused(check, body, fault):
    """Whatever it is called."""
    assert check(body) == [fault]


def test_a_macro_enabled_file_with_its_name_changed_is_refused(check):
    """The kind of a file is what is in it."""
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    kinds = "[Content_Types].xml"
    body = rebuilt(template("{{ history }}"), lambda parts: parts.update({kinds: parts[kinds].replace(main, macro)}))
    assert check(body) == ["macros"]


def test_the_sample_shows_everything(labels, bank):
    """Every heading occurs in it, so that trying a template with it tries every field."""
    record = sample.full()
    assert len(record.sections()) == 12
    assert replace(record, parts=()) != sample.empty()
    assert SHAPES["whole"](record, labels_of(bank, record))
