"""The last touches to a Word file: language, direction of writing, properties, and bytes that are always the same."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from records.exports.letters import goes_left

LANGUAGE = "en-GB"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
PLACEHOLDER = re.compile(r"\{[{%#]|python-docx", re.IGNORECASE)
TEXT_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "category", "last_modified_by")


def finished(document: Any, title: str, moment: datetime) -> bytes:
    """The file of an open document, ready to be given away; `moment` stands in it as when it was made."""
    _speak_english(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        if goes_left("".join(text.text or "" for text in paragraph.iter(qn("w:t")))):
            _turn(paragraph)
    _describe(document, title, moment.replace(tzinfo=None))
    made = io.BytesIO()
    document.save(made)
    return _without_clock(made.getvalue())


def _speak_english(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    place = defaults.find(f".//{qn('w:rPr')}") if defaults is not None else None
    if place is not None:
        language = place.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            place.append(language)
        language.set(qn("w:val"), LANGUAGE)


def _turn(paragraph: Any) -> None:
    """A paragraph that is written from right to left, and its letters too."""
    paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _describe(document: Any, title: str, moment: datetime) -> None:
    """Properties hold no placeholder, no name of whoever made the template, and no clock."""
    properties = document.core_properties
    for name in TEXT_PROPERTIES:
        if PLACEHOLDER.search(getattr(properties, name) or ""):
            setattr(properties, name, "")
    properties.title = properties.title or title
    properties.author, properties.last_modified_by, properties.language = "MySay", "MySay", LANGUAGE
    properties.created = properties.modified = moment
    properties.revision = 1


def _without_clock(body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, FIRST_MOMENT), old.read(entry), zipfile.ZIP_DEFLATED)
    return made.getvalue()
