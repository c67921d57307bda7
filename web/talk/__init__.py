"""The page where a person talks: starting, one question at a time, looking it over, leaving."""

from typing import Any

from flask import Blueprint, Flask

from records.conversation import Audience
from web.services import services
from web.talk import leaving, resume, review, stage, start
from web.talk.words import Words


def init_app(app: Flask) -> None:
    """Register every page, and the words that all templates share."""
    pages = Blueprint("talk", __name__)
    for part in (start, stage, review, leaving, resume):
        part.register(pages)
    app.register_blueprint(pages)
    app.context_processor(_words)


def _words() -> dict[str, Any]:
    """Words for a page that no conversation belongs to."""
    return {"t": Words(services().bank, services().symbols, Audience.YOUNG_PERSON)}
