"""Checks an authority's Word template before it is kept, and names everything that is wrong in it."""

import io
import zipfile
from dataclasses import dataclass, field

from jinja2 import TemplateError

from records.exports import as_docx
from records.exports.docx_file import Refused, parts_of
from records.exports.docx_tags import Tag, tags_of
from records.exports.labels import Labels
from records.record import Record

LARGEST = 5_000_000


@dataclass(frozen=True)
class Wrong:
    """One fault: the name of its words in data/wordings/templates.yml, and what fills the places in them."""

    name: str
    places: dict[str, str] = field(default_factory=dict)


def faults(body: bytes, samples: list[tuple[Record, Labels]]) -> list[Wrong]:
    """All that is wrong; none means that the template can be filled, as was tried with the samples."""
    if len(body) > LARGEST:
        return [Wrong("too_large", {"limit": f"{LARGEST // 1_000_000}"})]
    try:
        parts = parts_of(body)
    except Refused as refused:
        return [Wrong(refused.reason, {"part": refused.part})]
    found = [_told(tag) for tag in tags_of(parts)]
    return found or _tried(body, samples)


def _told(tag: Tag) -> Wrong:
    return Wrong(tag.fault, {"tag": tag.text, "near": tag.near})


def _tried(body: bytes, samples: list[tuple[Record, Labels]]) -> list[Wrong]:
    """What only shows when it is filled: with everything that can be said, and with nothing."""
    for record, labels in samples:
        try:
            zipfile.ZipFile(io.BytesIO(as_docx.fill(body, record, labels))).testzip()
        except (TemplateError, TypeError) as error:
            return [Wrong("cannot_fill", {"tag": str(error)[:200]})]
        except Exception as error:  # noqa: BLE001 -- whatever a strange file does to the libraries, it is the file's fault
            return [Wrong("cannot_fill", {"tag": type(error).__name__})]
    return []
