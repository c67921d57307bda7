"""Photos: only their pixels are kept, and what is none is refused."""

import io

import pytest
from PIL import Image

from accessibility.photos import LARGEST, NoPicture, made_anew


def photo(kind="JPEG", size=(3000, 1000), **options):
    """A picture as a camera sends it."""
    file = io.BytesIO()
    Image.new("RGB", size, "orange").save(file, kind, **options)
    return file.getvalue()


def test_what_the_camera_wrote_is_gone():
    """No place, no date, no name; the right way up, and not larger than a screen needs."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Camera of Sam", {1: "N", 2: (51.0, 30.0, 0.0)}
    sent = photo(exif=exif)
    assert b"Camera of Sam" in sent
    kept = made_anew(sent)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, dict(picture.getexif())) == ("WEBP", {})
        assert max(picture.size) == LARGEST
        assert picture.height > picture.width  # it lay on its side
    assert b"Camera" not in kept


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_usual_kinds_are_read(kind):
    """What tablets and cameras make."""
    assert made_anew(photo(kind, (20, 10)))[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo()[:300], photo("GIF", (9, 9)),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
    ],
    ids=["empty", "words", "svg", "cut off", "another kind", "only begun"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(sent):
    """Whatever it is, it is one and the same error."""
    with pytest.raises(NoPicture):
        made_anew(sent)


def test_a_picture_that_would_fill_the_memory_is_refused():
    """A small file that unfolds to more pixels than any camera has."""
    with pytest.raises(NoPicture):
        made_anew(photo("PNG", (8000, 7000)))
