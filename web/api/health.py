"""Health that tells the truth: alive, and ready only when an engine, its actions and the store answer."""

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
    """200 when every part answers, else 503 with the parts that do not; and how many engines are whole."""
    engines = services().engine.health()
    whole = sum(engine is not None and engine.actions for engine in engines)
    parts = {"store": _store_ready(), "engine": any(engines), "actions": whole > 0}
    ready = all(parts.values())
    told = {
        "status": "ready" if ready else "not ready",
        "parts": parts,
        "engines": {"whole": whole, "of": len(engines)},
    }
    return jsonify(told), 200 if ready else 503


def _store_ready() -> bool:
    try:
        return services().store.ready()
    except StoreUnavailable:
        return False
