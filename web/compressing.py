"""Compressing what is made of text, so that a page is there soon on a slow network."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

KINDS = frozenset({
    "text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/manifest+json",
})  # fmt: skip
LEAST_BYTES, EFFORT, FILES = 500, 6, 512


def init_app(app: Flask) -> None:
    """Compress every answer that gains by it, where the browser can read it, unless it says that it is not to be."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    if response.cache_control.no_transform:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or request.method == "HEAD":
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < LEAST_BYTES:
        return response
    small = _of_file(data) if request.path.startswith("/static/") else gzip.compress(data, EFFORT, mtime=0)
    response.set_data(small)
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:  # the same thing in other bytes
        response.set_etag(etag, weak=True)
    return response


@lru_cache(maxsize=FILES)
def _of_file(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
