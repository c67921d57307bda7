"""A drawing or photo made ready for paper: as JPEG, no larger than it is printed, with the words heard in its place."""

import base64
import io
from dataclasses import dataclass

from PIL import Image

LONGEST, QUALITY = 1000, 80
"""Pixels of the longer side: what 300 to an inch make of BOX."""
BOX = (100, 80)
"""Millimetres of the largest that it is printed."""


@dataclass(frozen=True)
class Printed:
    """The picture, its alternative text, and how large it is printed in millimetres."""

    jpeg: bytes
    alt: str
    width: float
    height: float

    @property
    def svg(self) -> str:
        """The same within a drawing, which is how the typesetter takes pictures."""
        place = f'width="{self.width}" height="{self.height}"'
        link = f"data:image/jpeg;base64,{base64.b64encode(self.jpeg).decode()}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" {place}><image {place} href="{link}"/></svg>'


def printed(image: bytes, alt: str) -> Printed:
    """From the picture as it is kept. Nothing of it is remembered, so that erasing erases."""
    with Image.open(io.BytesIO(image)) as opened:
        small = opened.convert("RGB")
    small.thumbnail((LONGEST, LONGEST))
    saved = io.BytesIO()
    small.save(saved, "JPEG", quality=QUALITY)
    scale = min(BOX[0] / small.width, BOX[1] / small.height)
    return Printed(saved.getvalue(), alt, round(small.width * scale, 1), round(small.height * scale, 1))
