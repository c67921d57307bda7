"""The page where a person talks: starting, one question at a time, looking it over, leaving."""

from typing import Any

from flask import Blueprint, Flask

from web.talk import (
    adjusting,
    installing,
    join,
    leaving,
    pictures,
    resume,
    review,
    rights,
    secret,
    stage,
    start,
    trying,
)
from web.talk.words import words_before


def init_app(app: Flask) -> None:
    """Register every page, and the words that all templates share."""
    pages = Blueprint("talk", __name__)
    for part in (start, join, stage, adjusting, trying, review, rights, leaving, secret, resume, pictures, installing):
        part.register(pages)
    app.register_blueprint(pages)
    app.context_processor(_words)


def _words() -> dict[str, Any]:
    """Words for a page that no conversation belongs to."""
    return {"t": words_before()}
