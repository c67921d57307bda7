"""PDFs that everyone can read: tagged, one page where one page is promised, and no letter lost in silence."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pdfua
import pikepdf
import pytest

from bot.interview.recording import labels_of, record_of
from records.answer import Share
from records.conversation import Audience
from records.exports import FORMATS, sample
from tests.records.conftest import NAN
from tests.records.reading import holds, page_text, pdf_text

SHAPES = FORMATS["pdf"].shapes
SIGNS = (
    '#let x = 1; $x^2$ *b* _i_ `c` <label> @ref // no /* */ \\u{41} ~ -- --- ... [x] #import "a" = h\n= heading\n- list'
)


@pytest.fixture
def said(bank, conversation, answer):
    """A record of answers in these words, with its labels."""

    def said(*words, called="Sam"):
        ids = ("people", "family", "school_is", "likes", "hard", *(f"gone_{number}" for number in range(60)))
        answers = [answer(question_id, words=text) for question_id, text in zip(ids, words, strict=False)]
        record = record_of(bank, replace(conversation, called=called), answers)
        return record, labels_of(bank, record)

    return said


def tags(body):
    """The structure of a document: its tags in order, with the text that stands in a picture's place."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), str(node.get("/Alt", ""))))
            walk(node.get("/K"))

    with pikepdf.open(io.BytesIO(body)) as file:
        walk(file.Root.StructTreeRoot.K)
    return found


def pages(body):
    with pikepdf.open(io.BytesIO(body)) as file:
        return len(file.pages)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_tagged_for_screen_readers(record, labels, shape, tmp_path):
    """It claims PDF/UA-1, says its language and title, and the checker finds nothing in it."""
    body = SHAPES[shape](record, labels)
    path = tmp_path / "record.pdf"
    path.write_bytes(body)
    assert [finding for finding in pdfua.validate(str(path)).findings if finding.severity != pdfua.Severity.INFO] == []
    with pikepdf.open(path) as file:
        assert file.Root.Lang in {"en-GB", "en"}
        assert file.Root.MarkInfo.Marked
        assert b"pdfuaid:part>1<" in file.Root.Metadata.read_bytes()
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo["/Title"])


@pytest.mark.parametrize("shape", SHAPES)
def test_headings_go_down_one_step_at_a_time(record, labels, shape):
    """There is one heading of the first level, and none is left out on the way down."""
    levels = [int(tag[2]) for tag, _ in tags(SHAPES[shape](record, labels)) if re.fullmatch("/H[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_font_is_in_the_file(record, labels, shape):
    """It looks the same everywhere, and its letters can be copied and read aloud."""
    with pikepdf.open(io.BytesIO(SHAPES[shape](record, labels))) as file:
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor or "/FontFile2" in (
                font.DescendantFonts[0].FontDescriptor
            )
            assert "/ToUnicode" in font


LENGTHS = {
    "a word": ["a"], "little": ["a dog"] * 3, "much": ["I like it when people ask me first. " * 4] * 40,
    "far too much": ["née 🌈 " * 1_400] * 40, "without a space": ["x" * 10_000] * 5, "many lines": ["line\n" * 400],
    "nothing": [],
}  # fmt: skip


@pytest.mark.parametrize("words", LENGTHS.values(), ids=LENGTHS)
def test_the_poster_is_one_page_whatever_was_said(said, words):
    """What does not fit is cut at a word, or left out, and the page says so."""
    record, labels = said(*words)
    poster = replace(record, parts=tuple(
        replace(part, lines=tuple(replace(line, one_page=("admire", "important", "support")[number % 3])
                                  for number, line in enumerate(part.lines))) for part in record.parts
    ))  # fmt: skip
    body = SHAPES["profile"](poster, labels)
    assert pages(body) == 1
    if len("".join(words)) > 3_000:
        assert "in the whole record" in pdf_text(body)


def test_a_name_of_five_hundred_letters_keeps_the_poster_on_its_page(said, answer):
    """The name is cut in the title and whole in the record."""
    record, labels = said("a dog", called="Wolfe" * 100)
    assert pages(SHAPES["profile"](record, labels)) == 1
    assert holds("pdf", SHAPES["whole"](record, labels), "Wolfe" * 100)


def test_a_parent_s_poster_cannot_pass_for_the_child_s(said):
    """Its title says whose view it is, and its headings do not say "me"."""
    record, labels = said("a dog")
    text = pdf_text(SHAPES["profile"](replace(record, audience=Audience.PARENT), labels))
    assert "a parent’s view" in text
    assert " me" not in text.split("Pictures from")[0].replace("Who matters to me", "")


def test_the_credit_of_an_easy_read_is_on_no_page_alone(said):
    """However many answers there are, one of them stands on the last page with it."""
    for many in range(1, 13):
        with pikepdf.open(io.BytesIO(SHAPES["easy"](*said(*["a dog"] * many)))) as file:
            last = page_text(file.pages[-1])
        assert "Pictures from" in last
        assert "a dog" in last


def test_words_that_look_like_a_program_are_printed_as_they_are(said):
    """No sign has a meaning to the typesetter."""
    record, labels = said(SIGNS)
    for shape in ("whole", "easy", "profile"):
        assert holds("pdf", SHAPES[shape](record, labels), SIGNS[:70])
    assert holds("pdf", SHAPES["whole"](record, labels), SIGNS)


def test_emoji_are_drawn_and_have_their_names(said):
    """A sign of several letters is one picture; a screen reader hears what it shows."""
    record, labels = said("I ❤️ my nan 👵🏽 and 👨‍👩‍👧 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🫠")
    named = {alt for tag, alt in tags(SHAPES["whole"](record, labels)) if tag == "/Figure"}
    assert named >= {
        "red heart",
        "old woman: medium skin tone",
        "family: man, woman, girl",
        "keycap: 1",
        "flag: England",
    }


def test_letters_that_no_font_has_are_told_of(said):
    """The words around them are there, and in their place stands where they can be read."""
    record, labels = said("hello \U00012000\U00012001 \U00012002 world", "\U0001e900")
    text = pdf_text(SHAPES["whole"](record, labels))
    assert "“hello" in text
    assert "world”" in text
    assert text.count("letters this PDF cannot show") == 2


def test_words_from_right_to_left_are_all_there(said):
    """Arabic and Hebrew are set with the letters that a screen reader needs."""
    record, labels = said("أحب جدتي وكلبي كثيرا", "אני אוהב לצייר")
    text = pdf_text(SHAPES["whole"](record, labels))
    assert all(letter in text for letter in "אניוהבלצייר")


@pytest.mark.parametrize(
    "words", ["\x00\x07\x1b[31mred", "a\u2028b\u2029c", "e\u0301\u0302\u0303" * 50, "\ufffe\uffff", "\u202eabc"]
)
def test_letters_that_nobody_can_see_break_nothing(said, words):
    """Control characters, separators and piles of accents still make a file."""
    record, labels = said(words)
    assert all(render(record, labels) for render in SHAPES.values())


def test_many_at_once_do_not_mix_their_words(said):
    """Threads that typeset at the same time each get their own record."""
    records = [said(f"answer number {number} ends") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        bodies = list(pool.map(lambda one: SHAPES["whole"](*one), records))
    assert [f"answer number {number} ends" in pdf_text(body) for number, body in enumerate(bodies)] == [True] * 12


def test_the_sample_with_everything_in_it_is_printed(labels):
    """Every kind of line, heading and flag has its place in each shape."""
    record = sample.full()
    for shape, render in SHAPES.items():
        text = pdf_text(render(record, labels))
        assert "Mr Ali" in text
        assert shape in {"profile", "easy"} or "May belong in Section F too" in text


def test_what_was_said_is_printed_to_the_last_letter(record, labels):
    """The words of the fixture, with everything odd in them but the emoji, which is drawn."""
    assert holds("pdf", SHAPES["whole"](record, labels), NAN.replace("مرحبا", "").split("\n")[0])
    assert holds("pdf", SHAPES["whole"](record, labels), "=SUM(A1)  <b>not bold</b>")


def test_a_person_s_own_poster_has_nothing_that_they_keep(bank, conversation, answer):
    """Their whole copy has every word; the poster, which others will see, has only what is shared, and says so."""
    answers = [answer("people", words="a dog"), answer("people__more", words="my den", share=Share.PRIVATE)]
    record = record_of(bank, conversation, answers, own=True)
    labels = labels_of(bank, record)
    assert "my den" in pdf_text(SHAPES["whole"](record, labels))
    poster = pdf_text(SHAPES["profile"](record, labels))
    assert "a dog" in poster
    assert "my den" not in poster
    assert "Your private answers are not on this page" in poster
