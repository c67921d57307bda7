"""Photos and drawings: made anew from what was sent, so that no place, name or date of a camera stays in them."""

import io
import warnings

from PIL import Image, ImageOps

KINDS = ("PNG", "JPEG", "WEBP")
LARGEST, MOST_PIXELS, QUALITY = 1600, 40_000_000, 82
MEDIA_TYPE = "image/webp"


class NoPicture(ValueError):
    """What was sent cannot be read as a picture, or is larger than any camera makes."""


def made_anew(sent: bytes) -> bytes:
    """The picture as WebP, the right way up, at most LARGEST on a side, with nothing but its pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=KINDS) as opened:
                return _saved(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture(type(error).__name__) from None


def _saved(opened: Image.Image) -> bytes:
    if opened.width * opened.height > MOST_PIXELS:
        raise NoPicture("too large")
    opened.draft("RGB", (LARGEST, LARGEST))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LARGEST, LARGEST))
    pixels = Image.new("RGB", upright.size, "white")
    pixels.paste(upright, mask=upright)
    saved = io.BytesIO()
    pixels.save(saved, "WEBP", quality=QUALITY)
    return saved.getvalue()
