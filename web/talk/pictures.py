"""A school's own pictures, given out as pictures and nothing else."""

from flask import Blueprint, Response

from web.problems import Problem
from web.services import services

SECONDS = 60 * 60 * 24
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Opened by itself, a drawing runs and fetches nothing."""


def register(pages: Blueprint) -> None:
    """Add this route."""
    pages.get("/symbols/<name>")(picture)


def picture(name: str) -> Response:
    """One of those that the index names and that are safe; raises Problem 404 on any other."""
    found = services().own_symbols.file(name)
    if found is None:
        raise Problem(404, "not_found")
    response = Response(found.body, content_type=found.media_type)
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response
