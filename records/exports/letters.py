"""Letters: texts made ready to print. Emoji are drawn, and letters that no font has are told of, never left out."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from records.exports.emoji import EMOJI, find
from records.exports.kit import Kit

RAW = frozenset({"id", "seal", "name", "question_id", "heading", "svg", "alt", "tongue", "language"})
"""Fields that a template looks at rather than prints."""
LONG_WORD = re.compile("[!-\u058f]{28,}")
ROOM_TO_BREAK = re.compile("[!-\u058f]{8}(?=[!-\u058f])")
LARGE = frozenset({"LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER"})
"""Scripts of which a font may have some letters and not others."""

Run = str | dict[str, str] | None
"""Letters, an emoji, or None for letters that cannot be shown."""


class Letters:
    """Makes the content of one document ready, and gathers its drawings; nothing in it becomes markup."""

    def __init__(self, kit: Kit, unprintable: frozenset[str]) -> None:
        self._kit, self._unprintable = kit, unprintable
        self._drawings: dict[str, dict[str, str]] = {}

    def prepared(self, content: dict[str, Any]) -> dict[str, Any]:
        """The content with a list of its drawings."""
        return {**self._walk(content, ""), "drawings": self._drawings}

    def _walk(self, value: Any, key: str) -> Any:
        if key in RAW:
            return value
        if isinstance(value, dict):
            return {name: self._walk(part, name) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._walk(part, key) for part in value]
        if key == "picture":
            return self._draw(value)
        return self._text(value) if isinstance(value, str) else value

    def _draw(self, name: str | None) -> str | None:
        if name in self._drawings:
            return name
        picture = self._kit.pictures.get(name or "")
        if name is None or picture is None or not picture.path.is_file():
            return None
        self._drawings[name] = {"svg": picture.svg, "alt": picture.alt}
        return name

    def _text(self, text: str) -> str | dict[str, Any]:
        """The text itself where every font has its letters, else its direction and its runs."""
        text = LONG_WORD.sub(lambda word: ROOM_TO_BREAK.sub("\\g<0>\u200b", word[0]), text)  # or it leaves the page
        if text.isascii():
            return text
        return {"rtl": goes_left(text), "runs": list(self._runs(text))}

    def _runs(self, text: str) -> Iterator[Run]:
        end = 0
        for match in EMOJI.finditer(text):
            if self._drawn(match[0]):
                yield from self._printable(text[end : match.start()])
                yield {"emoji": match[0]}
                end = match.end()
        yield from self._printable(text[end:])

    def _drawn(self, sign: str) -> bool:
        found = find(sign, self._kit.templates) if self._kit.templates else None
        if found:
            self._drawings[sign] = {"svg": found.svg, "alt": found.alt}
        return found is not None

    def _printable(self, text: str) -> Iterator[Run]:
        """Letters that can be shown, and None for each stretch of words that cannot."""
        words = re.split(r"(\s+)", text) if self._unprintable else [text]
        spaces_pass = [bool(word.strip()) or self._shows(words[place - 1]) for place, word in enumerate(words)]
        for shows, run in groupby(zip(words, spaces_pass, strict=True), lambda pair: pair[1] and self._shows(pair[0])):
            yield "".join(word for word, _ in run) if shows else None

    def _shows(self, word: str) -> bool:
        return word.isascii() or not any(script_of(letter) in self._unprintable for letter in word)


@lru_cache(4096)
def script_of(letter: str) -> str:
    """What letters have in common that come in one font: the first word of their names; else the sign itself."""
    if unicodedata.category(letter)[0] not in "LM":
        return letter
    word = unicodedata.name(letter, letter).partition(" ")[0]
    return letter if word in LARGE else word


def goes_left(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left, as Unicode has it for a paragraph."""
    if text.isascii():
        return False
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way != "L" for way in ways if way in {"L", "R", "AL"}), False)
