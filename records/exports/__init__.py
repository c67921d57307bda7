"""The exports: one module a format, all made from one record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from records.exports import as_csv, as_html, as_json, as_text
from records.exports.labels import Labels, here
from records.record import Record


@dataclass(frozen=True)
class Format:
    """One way to take a record away."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Record, Labels], bytes]


FORMATS: Mapping[str, Format] = {
    found.name: found
    for found in (
        Format("json", "json", "application/json", as_json.render),
        Format("csv", "csv", "text/csv; charset=utf-8", as_csv.render),
        Format("html", "html", "text/html; charset=utf-8", as_html.render),
        Format("text", "txt", "text/plain; charset=utf-8", as_text.render),
    )
}


def file_name(record: Record, found: Format) -> str:
    """A name that says nothing of what was said or of whom: the start of the id, and the day."""
    return f"mysay-{record.id[:8]}-{here(record.ended):%Y-%m-%d}.{found.suffix}"
