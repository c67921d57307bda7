"""The HTTP API, /api/v1, and the health of the server."""

from flask import Blueprint, Flask

from web.api import (
    concerns,
    content,
    conversations,
    drawings,
    health,
    insight,
    invitations,
    listening,
    openid,
    readers,
    recordings,
    resume,
    reviews,
    sign_offs,
    speech,
    staff,
)


def init_app(app: Flask) -> None:
    """Register every route of the API."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    parts = (
        concerns, content, conversations, drawings, insight, invitations, listening, openid, readers, recordings,
        resume, reviews, sign_offs, speech, staff,
    )  # fmt: skip
    for part in parts:
        part.register(api)
    app.register_blueprint(api)
    health.register(app)
