"""Word: our own templates, or an authority's, filled by docxtpl in a sandbox."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from records.exports.docx_fields import fields_of
from records.exports.docx_finish import finished
from records.exports.docx_sandbox import sandbox
from records.exports.labels import Labels
from records.record import Record


def whole(record: Record, labels: Labels) -> bytes:
    """Every line, by topic."""
    return _own("whole", record, labels)


def section_a(record: Record, labels: Labels) -> bytes:
    """Every line, by heading of Section A."""
    return _own("section_a", record, labels)


def profile(record: Record, labels: Labels) -> bytes:
    """A one-page profile to go on working on: every line with a heading of it, whole."""
    return _own("profile", record, labels)


def fill(template: bytes, record: Record, labels: Labels) -> bytes:
    """Any template that the check has found nothing wrong with."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(fields_of(record, labels, document), sandbox())
    spoken = {text: labels.tongue(record) for line in record.lines for text in (line.asked, line.words) if text}
    return finished(document.docx, labels, spoken, datetime.fromisoformat(record.ended))


def _own(name: str, record: Record, labels: Labels) -> bytes:
    if labels.kit.templates is None:
        raise FileNotFoundError(f"the kit has no template {name}")
    return fill(_read(labels.kit.templates / f"{name}.docx"), record, labels)


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


SHAPES: dict[str, Any] = {"whole": whole, "section_a": section_a, "profile": profile}
