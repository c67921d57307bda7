"""The kit: what documents are made with besides words. Pictures, templates, and the signs of another section."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from operating.settings import ROOT
from records.record import Hint

PICTURES = ROOT / "web" / "static" / "vendor" / "openmoji"


@dataclass(frozen=True)
class Picture:
    """One drawing: its file, and what somebody hears in its place."""

    path: Path
    alt: str
    drawn: str = ""

    @cached_property
    def svg(self) -> str:
        """The drawing itself, out of its file where it is not given."""
        return self.drawn or self.path.read_text("utf-8")


@dataclass(frozen=True)
class Kit:
    """Read once with the content; an empty one makes documents without pictures."""

    templates: Path | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    credit: str = ""
    signs: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, templates: Path, symbols: Mapping[str, Any], signs: Mapping[str, list[str]]) -> "Kit":
        """The kit from the folder of templates and the content of symbols/index.yml and signs.yml."""
        pictures = {name: Picture(PICTURES / entry["file"], entry["alt"]) for name, entry in symbols["symbols"].items()}
        return cls(
            templates, pictures, symbols["credit"], {section: _any_of(words) for section, words in signs.items()}
        )

    def with_own(self, pictures: Mapping[str, Picture], credit: str) -> "Kit":
        """The same, with a school's own pictures in place of those that they show too."""
        if not pictures:
            return self
        return replace(self, pictures={**self.pictures, **pictures}, credit=f"{self.credit}. {credit}")

    def hints(self, words: str) -> tuple[Hint, ...]:
        """The sections that these words may belong in as well, each with the first words that say so."""
        found = ((section, pattern.search(words)) for section, pattern in self.signs.items())
        return tuple(Hint(section, match[0]) for section, match in found if match)


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Any of these as whole words; what is in capitals must be so, and a star at the end stands for any ending."""
    forms = (re.escape(word).replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for word in words)
    marked = (form if word.isupper() else f"(?i:{form})" for word, form in zip(words, forms, strict=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(marked)})(?!\w)")
