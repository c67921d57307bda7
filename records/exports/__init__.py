"""The exports: one module a format, all made from one record; a format may come in several shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from records.exports import as_csv, as_docx, as_fhir, as_html, as_json, as_pdf, as_text
from records.exports.labels import Labels, here
from records.record import Record

WHOLE = "whole"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Format:
    """One way to take a record away; the first of its shapes is what one gets unasked."""

    name: str
    suffix: str
    media_type: str
    shapes: Mapping[str, Callable[[Record, Labels], bytes]]

    def render(self, record: Record, labels: Labels, shape: str = "") -> bytes:
        """The record as a file; raises KeyError on a shape that this format does not have."""
        return self.shapes[shape or next(iter(self.shapes))](record, labels)


FORMATS: Mapping[str, Format] = {
    found.name: found
    for found in (
        Format("json", "json", "application/json", {WHOLE: as_json.render}),
        Format("csv", "csv", "text/csv; charset=utf-8", {WHOLE: as_csv.render}),
        Format("html", "html", "text/html; charset=utf-8", {WHOLE: as_html.render}),
        Format("text", "txt", "text/plain; charset=utf-8", {WHOLE: as_text.render}),
        Format("pdf", "pdf", "application/pdf", as_pdf.SHAPES),
        Format("docx", "docx", WORD, as_docx.SHAPES),
        Format("fhir", "fhir.json", "application/fhir+json", as_fhir.SHAPES),
    )
}


def file_name(record: Record, found: Format, shape: str = "") -> str:
    """A name that says nothing of what was said or of whom: the start of the id, the shape, and the day."""
    shaped = f"-{shape.replace('_', '-')}" if shape not in {"", next(iter(found.shapes))} else ""
    return f"mysay-{record.id[:8]}{shaped}-{here(record.ended):%Y-%m-%d}.{found.suffix}"
