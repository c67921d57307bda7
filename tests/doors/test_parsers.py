"""Every parser at the edge, given anything: it reads it, or says no in a way of ours, and never fails otherwise."""

import contextlib
import io
import itertools
import json
import struct
import zipfile
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accessibility.adjustments import Adjustments, WrongAdjustment, as_text, checked, from_text
from accessibility.listening.heard import Heard
from accessibility.listening.sound import NotSound, TooLong, pcm_of
from accessibility.photos import NoPicture, made_anew
from accessibility.speaking.utterance import Pronunciations, Utterance
from records.exports import sample
from records.exports.docx_check import faults
from records.exports.docx_file import Refused, parts_of
from records.exports.docx_tags import tags_of
from records.message import Said
from records.secret import code_digest
from tests.doors.hostile import (
    damaged,
    encoded,
    few,
    known,
    messages,
    objects,
    openings,
    scalars,
    texts,
    values,
    zipped,
)
from web import incoming, staff_responses
from web.listening_socket import SocketTalk
from web.portal.door import inside as _inside
from web.problems import Problem
from web.staff_archive import Kind
from web.strict_json import StrictJson


@given(openings)
def test_an_opening(fields):
    """Becomes an opening, or a problem that the caller is told."""
    with contextlib.suppress(Problem):
        assert isinstance(incoming.opening(fields), incoming.Opening)


@given(messages)
def test_a_message(fields):
    """Becomes something said, with the words exactly as they came, or a problem."""
    with contextlib.suppress(Problem):
        said = incoming.said(fields)
        assert isinstance(said, Said)
        assert said.words == fields.get("text")


@given(values | known)
def test_one_field(value):
    """Words, a share, a state, a day, adjustments."""
    for read in (incoming.words, incoming.share, incoming.state, incoming.adjustments, staff_responses._day):
        with contextlib.suppress(Problem):
            read(value)


DEEP = tuple(start * 100_000 for start in (b"[", b'{"a":', b"[{"))


@given(
    st.binary() | values.map(encoded) | damaged(encoded({"audience": "parent", "called": "Sam", "n": [1, 2.5]}))
    | st.builds(bytes.__add__, st.integers(0, len(DEEP) - 1).map(lambda place: DEEP[place]), st.binary(max_size=9))
)  # fmt: skip
def test_a_body_of_json(body):
    """Is read as the standard has it, or is a ValueError; what was read can be written again."""
    with contextlib.suppress(ValueError):
        read = StrictJson.loads(None, body)
        json.dumps(read, allow_nan=False)


@given(objects(st.sampled_from(sorted(vars(Adjustments()))) | texts, scalars | known, 5))
def test_adjustments(given_):
    """What is let in can be shown on a page; what is not says which it was; what was kept before is always read."""
    assert Adjustments.of(given_).attributes()
    with contextlib.suppress(WrongAdjustment):
        adjusted = Adjustments.of(checked(given_))
        assert adjusted.readable in {True, False}


@given(st.sampled_from(sorted(vars(Adjustments()))) | texts, texts | known)
def test_an_adjustment_of_a_form_or_a_cookie(name, text):
    """Is a value that it may have, or none."""
    with contextlib.suppress(WrongAdjustment):
        assert as_text(from_text(name, text)) == text


@given(texts)
def test_a_code_to_come_back(code):
    """Leads to a digest whatever was typed."""
    assert len(code_digest(code)) == 64


@given(texts | st.text("/\\portal.:?#@[]\t\n\r x", max_size=20))
def test_where_signing_in_leads(target):
    """Only ever to a page of the portal, as a browser understands the address."""
    inside = _inside(target)
    if inside is not None:
        led = urlsplit(urljoin("https://mysay.example/portal/sign-in", inside))
        assert (led.scheme, led.netloc) == ("https", "mysay.example")
        assert led.path.startswith("/portal/")


@pytest.mark.parametrize("target", ["//[", "https://[", "//[/portal/", "/portal/[", "/portal/reviews?due=1"])
def test_a_bracket_that_is_not_closed_leads_nowhere_else(target):
    """Found by reading: Python does not take some for an address at all, and whoever signed in got an error."""
    assert _inside(target) == (target if target.startswith("/portal/") else None)


@given(texts | st.builds("{}:{}:{}".format, st.sampled_from(("pdf", "docx", "csv")), texts, texts))
def test_the_kind_of_files(text):
    """A known format, or a problem."""
    with contextlib.suppress(Problem):
        Kind.of(text)


def wav(data=bytes(640), size=None, **shape):
    """A WAV with a header that may promise anything."""
    rate, channels, bits = (shape.get(name, usual) for name, usual in (("rate", 16_000), ("channels", 1), ("bits", 16)))
    size = len(data) if size is None else size
    a_second, a_block = rate * channels * bits // 8 % 2**32, channels * bits // 8 % 2**16
    told = (16, shape.get("kind", 1), channels, rate, a_second, a_block, bits)
    return struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", (36 + size) % 2**32, b"WAVEfmt ", *told, b"data", size) + data


sizes = st.integers(0, 2**16 - 1)
sounds = st.binary(max_size=400) | damaged(wav()) | st.builds(
    wav, st.binary(max_size=300), st.none() | st.integers(0, 2**32 - 1),
    rate=st.integers(0, 2**32 - 1) | st.sampled_from((8_000, 22_050, 44_100, 96_000)),
    channels=st.sampled_from((1, 2)) | sizes, bits=st.sampled_from((8, 16, 24, 32, 64)) | sizes,
    kind=st.sampled_from((0, 1, 2, 3, 6, 7, 0xFFFE)),
)  # fmt: skip


@given(sounds)
@few(300)
def test_sound(body):
    """Becomes whole samples of 16 bits, or is refused."""
    with contextlib.suppress(NotSound, TooLong):
        assert len(pcm_of(body)) % 2 == 0


class Peer:
    """The other end of a socket, which sends what it was told to, and the ear that hears it."""

    def __init__(self, messages):
        self.messages, self.heard, self.told = list(messages), bytearray(), []

    def receive(self, timeout=None):
        return self.messages.pop(0) if self.messages else None

    def send(self, message):
        self.told.append(json.loads(message))

    @contextlib.contextmanager
    def listen(self, person, choices, told):
        yield self

    def begin(self):
        pass

    def feed(self, pcm, partial=True):
        assert len(pcm) % 2 == 0
        self.heard += pcm
        return Heard()

    def close(self):
        return Heard()


@given(st.lists(st.binary(max_size=400) | texts, max_size=12))
def test_a_socket(sent):
    """Whatever comes through it, whole samples reach the ear in their order, up to the first message that is none."""
    peer = Peer(sent)
    SocketTalk(peer, peer, "none").hold("somebody", ())
    sound = b"".join(itertools.takewhile(lambda message: isinstance(message, bytes), sent))
    assert sound.startswith(bytes(peer.heard))
    assert peer.told[0] == {"state": "listening"}


def picture(kind):
    """A small good picture."""
    made = io.BytesIO()
    Image.new("RGB", (9, 7), "teal").save(made, kind, **({"exif": Image.Exif()} if kind == "JPEG" else {}))
    return made.getvalue()


@given(st.binary(max_size=200) | st.one_of([damaged(picture(kind)) for kind in ("PNG", "JPEG", "WEBP", "GIF", "TIFF")]))
@few(200)
def test_a_picture(sent):
    """Is made anew as WebP, or is none."""
    with contextlib.suppress(NoPicture):
        assert made_anew(sent)[8:12] == b"WEBP"


@pytest.fixture(scope="module")
def word(bank):
    """The parts of a template of ours, and the records to try one with."""
    with zipfile.ZipFile(bank.kit.templates / "whole.docx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    labels = bank.staff_labels
    return parts, [(sample.full(), labels), (sample.empty(), labels)]


TAGS = ("{{ called }}", "{{ called", "{% for line in lines %}", "{% endfor %}", "{{ ''.__class__ }}", "{%", "}}", "{#",
        "{{ 10**10**10 }}", "{% include 'x' %}", "{% raw %}", "{{p called }}", "{{ called|default(1) }}", "<w:p>",
        "{{ cycler }}", "{% set a = 1 %}", "{{ lines[0] }}", "{{ range(9) }}", "{{ called() }}", "&amp;",
        "</w:t>")  # fmt: skip


@given(data=st.data())
@few(60)
def test_a_word_template(word, data):
    """Is taken or refused with what is wrong in it, whatever stands in its words, its parts or its zip."""
    parts, _ = word
    document = parts["word/document.xml"]
    at = data.draw(st.integers(0, len(document)))
    put = "".join(data.draw(st.lists(st.sampled_from(TAGS) | st.text(max_size=12), max_size=5))).encode()
    body = zipped({**parts, "word/document.xml": document[:at] + put + document[at:]})
    if data.draw(st.booleans()):
        body = data.draw(damaged(body))
    with contextlib.suppress(Refused):
        tags_of(parts_of(body))


@given(tags=st.lists(st.sampled_from(TAGS), max_size=4))
@few(8)
def test_a_word_template_that_is_tried(word, tags):
    """Filling it with everything and with nothing never fails in a way that is not told."""
    parts, samples = word
    document = parts["word/document.xml"].replace(b"</w:t>", "".join(tags).encode() + b"</w:t>", 1)
    assert isinstance(faults(zipped({**parts, "word/document.xml": document}), samples), list)


@given(texts)
@few(300)
def test_a_text_to_read_aloud(text):
    """Is cut into words whose places are theirs."""
    utterance = Utterance.of(text, Pronunciations({"SENCo": "senko"}))
    assert all(text[start : start + len(token)] == token for start, token in utterance.tokens)
