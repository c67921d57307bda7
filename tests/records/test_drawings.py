"""Drawings and photos leave with a record: the picture itself, with the person's own words heard in its place."""

import base64
import io
import json
import re

import docx
import pikepdf
import pytest
from fhir.resources.R4B.bundle import Bundle
from PIL import Image

from bot.interview.recording import labels_of, record_of
from records.answer import Share
from records.exports import FORMATS
from records.exports.as_json import from_json
from records.message import Input, Picked
from tests.records.reading import page_text

ALT = "My dog <on> a boat & \u00e9 \U0001f415"


@pytest.fixture
def drawn(answer):
    return answer("people", words=ALT, picked=Picked(drawing="one"), input=Input.DRAWN)


@pytest.fixture
def record(bank, conversation, drawn, drawing):
    return record_of(bank, conversation, [drawn], drawings={"one": drawing, "another": b"of nobody"})


def rendered(name, bank, record, shape=""):
    return FORMATS[name].render(record, labels_of(bank, record), shape)


def pictures(part):
    """How many pictures are drawn on a page, or within a drawing on it."""
    drawn = [
        part.Resources.XObject[str(operands[0])]
        for operands, operator in pikepdf.parse_content_stream(part)
        if str(operator) == "Do"
    ]
    return sum(1 if found.Subtype == "/Image" else pictures(found) for found in drawn)


def is_orange(image):
    red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return red > 240 and 120 < green < 150 and blue < 20


def test_the_web_page_holds_the_picture_itself(bank, record):
    """Nothing is fetched: it stands in the file, and the words of whoever drew it are its alternative text."""
    page = rendered("html", bank, record).decode()
    image = base64.b64decode(re.search(r'src="data:image/webp;base64,([^"]+)"', page)[1])
    assert is_orange(Image.open(io.BytesIO(image)))
    assert 'alt="My dog &lt;on&gt; a boat &amp; \u00e9 \U0001f415"' in page


@pytest.mark.parametrize("shape", ["whole", "easy", "profile", "section_a"])
def test_a_pdf_shows_the_picture_and_tells_it(bank, record, shape):
    """The picture is on paper, within the page, and tagged with its words."""
    with pikepdf.open(io.BytesIO(rendered("pdf", bank, record, shape))) as file:
        images = [
            found for found in file.objects if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
        ]
        assert any(is_orange(pikepdf.PdfImage(image).as_pil_image()) for image in images)
        assert ALT in {
            str(found.Alt) for found in file.objects if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        }


@pytest.mark.parametrize("shape", FORMATS["docx"].shapes)
def test_a_word_file_shows_the_picture_and_tells_it(bank, record, shape):
    """In the shape that it was drawn in, no larger than the page, with its words."""
    document = docx.Document(io.BytesIO(rendered("docx", bank, record, shape)))
    (shown,) = [found for found in document.inline_shapes if found._inline.docPr.get("descr") == ALT]
    place = shown._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert is_orange(Image.open(io.BytesIO(document.part.related_parts[place].blob)))
    assert shown.width == pytest.approx(2 * shown.height, rel=0.01)
    assert shown.width.mm <= 170


def test_a_drawing_stays_on_the_page_of_its_words(bank, conversation, answer, drawing):
    """However many there are: none is parted from what was said about it by the end of a page."""
    answers = [answer(f"gone_{number}", words="My boat", picked=Picked(drawing="one")) for number in range(9)]
    body = rendered("pdf", bank, record_of(bank, conversation, answers, drawings={"one": drawing}), "whole")
    with pikepdf.open(io.BytesIO(body)) as file:
        pages = [(page_text(page).replace(" ", "").count("Myboat"), pictures(page)) for page in file.pages]
    assert len(pages) > 2
    assert sum(told for told, _ in pages) == 9
    assert all(told == shown for told, shown in pages)


def test_other_programs_get_the_picture_too(bank, record, drawing):
    """JSON reads back with it, and FHIR has it as an attachment."""
    assert from_json(rendered("json", bank, record).decode()) == record
    bundle = rendered("fhir", bank, record)
    Bundle.parse_raw(bundle)
    assert base64.b64encode(drawing).decode() in json.dumps(json.loads(bundle))


@pytest.mark.parametrize("name", ["text", "csv"])
def test_a_format_without_pictures_says_where_it_is(name, bank, record):
    """Nobody who reads only words misses that something was drawn."""
    assert "A drawing or photo: see the PDF" in rendered(name, bank, record).decode("utf-8-sig")


def test_the_seal_covers_the_picture(bank, conversation, drawn, drawing):
    """Another picture is another record."""
    seals = {record_of(bank, conversation, [drawn], drawings={"one": image}).seal for image in (drawing, b"other")}
    assert len(seals) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_a_drawing_that_is_kept_leaves_with_no_record(name, bank, conversation, answer, drawing):
    """What somebody keeps for themselves is not even in a file that nobody looks into."""
    kept = answer("people", picked=Picked(drawing="one"), input=Input.DRAWN, share=Share.PRIVATE)
    body = rendered(name, bank, record_of(bank, conversation, [kept], drawings={"one": drawing}))
    assert body == rendered(name, bank, record_of(bank, conversation, [kept]))
    assert record_of(bank, conversation, [kept], drawings={"one": drawing}, own=True).parts[0].lines[0].drawing
