"""The last touches to a Word file: language, direction of writing, properties, and bytes that are always the same."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from records.exports.labels import Labels
from records.exports.letters import goes_left
from records.exports.view import clean

QUOTED = "“” "
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
PLACEHOLDER = re.compile(r"\{[{%#]|python-docx", re.IGNORECASE)
TEXT_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "category", "last_modified_by")


def finished(document: Any, labels: Labels, tongues: Mapping[str, str], moment: datetime) -> bytes:
    """The file of an open document, ready to be given away; `moment` stands in it as when it was made.

    `tongues`: the language of what was asked and said, where it is not that of the labels; else empty. A paragraph
    that holds more than that one text stays in the language of the labels.
    """
    _speak(document, labels.language)
    spoken = {_letters(text): tongue for text, tongue in tongues.items() if tongue}
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        if goes_left(text):
            _turn(paragraph)
        if spoken and (tongue := spoken.get(_letters(text))):
            for run in paragraph.iter(qn("w:r")):
                _tag(run.get_or_add_rPr(), tongue)
    _describe(document, labels, moment.replace(tzinfo=None))
    made = io.BytesIO()
    document.save(made)
    return _without_clock(made.getvalue())


def _letters(text: str) -> str:
    """What can be compared of a text, whatever its line ends and the marks around it."""
    return "".join(clean(text).split()).strip(QUOTED)


def _speak(document: Any, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    place = defaults.find(f".//{qn('w:rPr')}") if defaults is not None else None
    if place is not None:
        _tag(place, language)


def _tag(place: Any, language: str) -> None:
    """The language of a run, or of all."""
    found = place.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        place.append(found)
    found.set(qn("w:val"), language)


def _turn(paragraph: Any) -> None:
    """A paragraph that is written from right to left, and its letters too."""
    paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _describe(document: Any, labels: Labels, moment: datetime) -> None:
    """Properties hold no placeholder, no name of whoever made the template, and no clock."""
    properties = document.core_properties
    for name in TEXT_PROPERTIES:
        if PLACEHOLDER.search(getattr(properties, name) or ""):
            setattr(properties, name, "")
    properties.title = properties.title or labels["title"]
    properties.author, properties.last_modified_by, properties.language = "MySay", "MySay", labels.language
    properties.created = properties.modified = moment
    properties.revision = 1


def _without_clock(body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, FIRST_MOMENT), old.read(entry), zipfile.ZIP_DEFLATED)
    return made.getvalue()
