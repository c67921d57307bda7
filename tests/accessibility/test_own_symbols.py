"""A school's own pictures: what is safe and whole is used, and what is wrong is named."""

import io

import pytest
from PIL import Image

from accessibility.own_symbols import OwnSymbols
from accessibility.safe_svg import NotSafe, made_safe

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
DOG = f'{HEAD}<circle cx="4" cy="4" r="3" fill="#8a5a2b"/></svg>'
INDEX = """
set: Hill School
licence: ours
credit: "Some pictures: Hill School"
symbols:
  dog: {file: %s, alt: "Biscuit"}
  "yes": {file: yes.png, alt: "our thumb"}
"""


def picture(kind, size=(40, 40)):
    saved = io.BytesIO()
    Image.new("RGBA", size, "#00880080").save(saved, kind)
    return saved.getvalue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.yml").write_text(INDEX % "dog.svg")
    (tmp_path / "dog.svg").write_text(DOG)
    (tmp_path / "yes.png").write_bytes(picture("PNG"))
    return tmp_path


def test_what_is_safe_is_used_as_it_is(folder):
    """A drawing, and a picture of points; ids are words even where YAML would take them for yes and no."""
    own = OwnSymbols.load(folder)
    assert (own.faults, own.credit, set(own.pictures)) == ((), "Some pictures: Hill School", {"dog", "yes"})
    assert b"circle" in own.pictures["dog"].body
    assert own.file("yes.png").body == (folder / "yes.png").read_bytes()
    assert "data:image/png;base64," in own.pictures["yes"].svg


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>", '<rect onload="alert(1)"/>', "<foreignObject><p>x</p></foreignObject>",
        '<a xlink:href="javascript:alert(1)"><rect/></a>', '<image href="https://elsewhere.example/x.png"/>',
        '<use href="other.svg#x"/>', "<style>@import url(https://elsewhere.example/x.css)</style>",
        '<rect style="fill:url(https://elsewhere.example/x)"/>', '<rect fill="url(//elsewhere.example/x)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>', '<set attributeName="onload" to="alert(1)"/>',
        '<g xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></g>', '<rect fill="u\\72l(//x.example)"/>',
        '<?xml-stylesheet href="//elsewhere.example/x.css"?>', '<rect href="data:text/html,alert(1)"/>',
    ],
)  # fmt: skip
def test_of_a_drawing_only_what_draws_stays(evil):
    """Nothing that runs, moves, or is fetched from elsewhere; the shapes beside it stay."""
    safe = made_safe(DOG.replace("<circle", f"{evil}<circle").encode()).decode()
    assert "circle" in safe
    assert not any(word in safe for word in ("alert", "elsewhere", "script", "href", "import", "xhtml", "x.example"))


def test_a_gradient_within_the_drawing_stays():
    """Colours that the file itself defines are its own."""
    shaded = (
        f'<svg{HEAD[4:]}<linearGradient id="a"/><linearGradient id="b" xlink:href="#a"/><rect fill="url(#b)"/></svg>'
    )
    safe = made_safe(shaded.encode()).decode()
    assert 'href="#a"' in safe
    assert 'fill="url(#b)"' in safe


@pytest.mark.parametrize(
    "body",
    [
        b"", b"no drawing", b"<html/>", DOG.replace("<circle", "<sircle").encode(), DOG.encode("utf-16"),
        b"\xff" + DOG.encode(), (HEAD + "<g>" * 9_000 + "</g>" * 9_000 + "</svg>").encode(),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + DOG.encode(), b"<svg>" * 50_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_plain_drawing_is_refused(body):
    """Other files, drawings of nothing, and such as declare entities."""
    with pytest.raises(NotSafe):
        made_safe(body)


@pytest.mark.parametrize(
    ("file", "body", "what"),
    [
        ("dog.svg", None, "there is no file dog.svg"), ("../dog.svg", b"", "in the folder itself"),
        ("/etc/passwd", b"", "no svg, png or webp"), ("dog.gif", b"GIF89a", "no svg, png or webp"),
        ("dog.png", picture("WEBP"), "not the kind"), ("dog.webp", b"RIFF", "not the kind"),
        ("dog.png", picture("PNG", (2001, 2)), "pixels"), ("dog.svg", b" " * 200_001, "larger than 200 kB"),
        ("dog.svg", b"<html/>", "not a drawing"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_and_left_out(folder, file, body, what):
    """The others are used all the same."""
    (folder / "index.yml").write_text(INDEX % file)
    (folder / "dog.svg").unlink()
    if body is not None and "/" not in file:
        (folder / file).write_bytes(body)
    own = OwnSymbols.load(folder)
    assert set(own.pictures) == {"yes"}
    ((name, told),) = own.faults
    assert name == "dog"
    assert what in told


@pytest.mark.parametrize("index", [None, "", "[]", "symbols: {dog: [1]}", "symbols: {dog: {file: a.svg}}", "\t: ["])
def test_an_index_that_cannot_be_read_leaves_ours(tmp_path, index):
    """Nothing of the folder is used, and the fault says so."""
    if index is not None:
        (tmp_path / "index.yml").write_text(index)
    own = OwnSymbols.load(tmp_path)
    assert (own.pictures, len(own.faults)) == ({}, 1)
