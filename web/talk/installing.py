"""The page as an app on a tablet: its manifest, and a worker that keeps the shell and never a word."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template

from records.conversation import Audience
from web.language import bank

SHELL = (
    "/static/css/base.css", "/static/css/talk.css", "/static/css/adjust.css", "/static/css/reading.css",
    "/static/css/themes/dark.css", "/static/img/icons.svg", "/static/img/mark.svg", "/static/img/down.svg",
    "/static/vendor/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "/static/vendor/fonts/atkinson-hyperlegible-latin-700-normal.woff2",
)  # fmt: skip
"""What every page needs, and nobody said: the same for everybody."""


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/app.webmanifest")(manifest)
    pages.get("/worker.js")(worker)
    pages.get("/away")(away)


def manifest() -> Response:
    """How a tablet installs it."""
    name = bank().text("page_title", Audience.YOUNG_PERSON)
    icon = {"src": "/static/img/app.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    response = jsonify(
        name=name, short_name=name, start_url="/", scope="/", display="standalone", background_color="#f0f4f6",
        theme_color="#0b4a66", icons=[icon],
    )  # fmt: skip
    response.content_type = "application/manifest+json"
    return response


def worker() -> Response:
    """The worker, with a name for its store that changes with what is in it."""
    folder = Path(current_app.static_folder or "")
    script = render_template("talk/worker.js", shell=SHELL, version=_version(folder))
    response = make_response(script)
    response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


def away() -> str:
    """What is shown where the network is away and no page is open: that nothing is lost, and what to do."""
    return render_template("talk/away.html")


@lru_cache(maxsize=1)
def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in SHELL:
        digest.update((folder / path.removeprefix("/static/")).read_bytes())
    return digest.hexdigest()[:12]
