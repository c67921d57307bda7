"""HTML: one accessible file that needs nothing else, by topic, to read, print or send."""

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from records.exports.labels import Labels, told
from records.record import Record


def render(record: Record, labels: Labels) -> bytes:
    """The record as one HTML file in UTF-8."""
    return _template().render(record=record, labels=labels, told=told, tongue=_marked(labels.tongue(record))).encode()


def _marked(tongue: str) -> Markup:
    return Markup(' lang="{}"').format(tongue) if tongue else Markup()


@cache
def _template() -> Template:
    """Everything is escaped; a carriage return too, since a browser would otherwise lose it."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["verbatim"] = verbatim
    environment.filters["base64"] = lambda image: base64.b64encode(image).decode()
    return environment.get_template("record.html")


def verbatim(words: str) -> Markup:
    """The words with every letter kept: escaped, and carriage returns in a form that a browser does not lose."""
    return Markup(str(escape(words)).replace("\r", "&#13;"))  # noqa: S704 -- escaped just before
