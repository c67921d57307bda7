"""Headers on every response, and no change asked for by another site."""

from flask import Flask, Response, request

from web.problems import Problem
from web.services import services

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'",
    "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS_ALONE = f"max-age={60 * 60 * 24 * 365}"
LISTENING_PAGES = frozenset({"talk.show", "talk.say"})
WITH_MICROPHONE = HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
"""Where somebody answers, and nowhere else, the browser may ask whether we may listen."""
VENDORED, VENDORED_SECONDS = "/static/vendor/", 60 * 60 * 24 * 7
"""Fonts and pictures change with a release at most."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Guard every request, and mark every response."""
    app.before_request(_from_here)
    app.after_request(_mark)


def _from_here() -> None:
    """A browser says where a request comes from; a program with a token says nothing."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        site = "same-origin" if request.headers.get("Origin", _here()) == _here() else "cross-site"
    if site not in {"same-origin", "none"}:
        raise Problem(403, "other_site")


def from_this_page() -> bool:
    """Whether a page of ours opens a socket, or a program does: browsers let any site try."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in {"same-origin", "none"} and (origin is None or origin.partition("://")[2] == request.host)


def _here() -> str:
    return request.host_url.rstrip("/")


def _mark(response: Response) -> Response:
    if request.endpoint in LISTENING_PAGES:
        response.headers["Permissions-Policy"] = WITH_MICROPHONE
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if services().settings.address.startswith("https://"):
        response.headers["Strict-Transport-Security"] = HTTPS_ALONE
    if request.path.startswith(VENDORED):
        response.headers["Cache-Control"] = f"public, max-age={VENDORED_SECONDS}"
    elif not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
