"""A catalogue: the sentences of one language, read from the .po file that translators work on."""

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from records.conversation import Audience

ENGLISH = "en-GB"
"""The language that the content is written in."""
CHILD = "child"
"""The context of sentences said to a child or a teenager: many languages say "you" to them with another word."""
CHILDREN = frozenset({Audience.CHILD_EARLY, Audience.CHILD_PRIMARY, Audience.YOUNG_TEEN})


@dataclass(frozen=True)
class Catalogue:
    """What is not in it is said in English."""

    language: str = ENGLISH
    translations: NullTranslations = field(default_factory=NullTranslations)
    reviewed: bool = True

    def text(self, english: str, audience: Audience | None = None) -> str:
        """The sentence as it is said to this audience; without one, as it is said to a grown-up."""
        found: str = english
        if audience in CHILDREN:
            found = self.translations.upgettext(CHILD, english)
        return self.translations.ugettext(english) if found == english else found


def path_of(data: Path, language: str) -> Path:
    """Where the catalogue of a language stands, such as data/translations/cy/LC_MESSAGES/messages.po."""
    return data / "translations" / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(data: Path, language: str) -> Catalogue:
    """Read once for each process; raises OSError where there is none, and UnknownLocaleError."""
    if language == ENGLISH:
        return Catalogue()
    with path_of(data, language).open("rb") as file:
        held = read_po(file, locale=str(locale(language)))
    compiled = BytesIO()
    write_mo(compiled, held)
    compiled.seek(0)
    return Catalogue(language, Translations(compiled), reviewed=reviewed(data, language))


def locale(language: str) -> Locale:
    """What is known of a language: its name, and which way it is written; raises UnknownLocaleError."""
    return Locale.parse(language, sep="-")


@cache
def direction(language: str) -> str:
    """`ltr` or `rtl`."""
    return str(locale(language).text_direction)


@cache
def own_name(language: str) -> str:
    """The language as those who speak it call it."""
    found = locale(language)
    return str(found.get_language_name(found))


def reviewed(data: Path, language: str) -> bool:
    """Whether somebody who reads that language well has read it all, as data/translations/reviewed.yml has it."""
    held = yaml.safe_load((data / "translations" / "reviewed.yml").read_text("utf-8")) or {}
    return language == ENGLISH or bool((held.get(language) or {}).get("by"))
