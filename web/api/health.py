"""Health that tells the truth: alive, and ready only when the engine, the actions and the store answer."""

from flask import Flask, Response, jsonify

from records.database import StoreUnavailable
from web.services import services


def register(app: Flask) -> None:
    """Add /healthz and /readyz."""
    app.get("/healthz")(healthz)
    app.get("/readyz")(readyz)


def healthz() -> Response:
    """This process answers; `instance` tells whoever started it that it is theirs."""
    return jsonify(status="ok", instance=services().settings.instance)


def readyz() -> tuple[Response, int]:
    """200 when every part answers, else 503 with the parts that do not."""
    parts = {"store": _store_ready(), "engine": services().engine.ready(), "actions": services().engine.actions_ready()}
    ready = all(parts.values())
    return jsonify(status="ready" if ready else "not ready", parts=parts), 200 if ready else 503


def _store_ready() -> bool:
    try:
        return services().store.ready()
    except StoreUnavailable:
        return False
