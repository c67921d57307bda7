"""Emoji in somebody's words: found as whole signs, with a drawing and a name for each."""

import json
import lzma
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_SIGN = (
    "[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_DRESSED = f"{_SIGN}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])*(?:[\U000e0020-\U000e007f]+)?"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_DRESSED}(?:\u200d{_DRESSED})*|[\U0001f1e6-\U0001f1ff]"
)
_TONES = re.compile("-1F3F[B-F]")


@dataclass(frozen=True)
class Emoji:
    """One drawing, and what it is called."""

    alt: str
    svg: str


@cache
def drawings(folder: Path) -> Mapping[str, Emoji]:
    """Every drawing by its code points; unpacked when the first is needed."""
    packed = json.loads(lzma.decompress((folder / "emoji.json.xz").read_bytes()))
    return {name: Emoji(*drawing) for name, drawing in packed.items()}


@lru_cache(4096)
def find(sign: str, folder: Path) -> Emoji | None:
    """The drawing of a sign; where there is none, that of the sign without what dresses it, or of its first part."""
    known = drawings(folder)
    return next((known[name] for name in _names(sign) if name in known), None)


def _names(sign: str) -> Iterator[str]:
    whole = "-".join(f"{ord(letter):04X}" for letter in sign)
    bare = whole.replace("-FE0F", "")
    yield from (whole, bare, _TONES.sub("", whole), _TONES.sub("", bare), bare.partition("-")[0])
