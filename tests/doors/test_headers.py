"""What every answer tells the browser, whatever it is an answer to."""

from dataclasses import replace

import pytest

from tests.doors.table import doors
from tests.doors.test_doors import asked

ALWAYS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
SAME_FOR_ALL = (
    "/static/",
    "/colours/",
    "/symbols/",
    "/worker.js",
    "/api/v1/symbols",
    "/api/v1/openapi.json",
    "/api/v1/schema/",
)
"""Nobody's in particular, so that a browser may keep them."""


@pytest.mark.parametrize("name", ["nobody", "owner", "practitioner"])
def test_every_answer_is_guarded(caller, school, name):
    """Refusals too: no script but ours, no frame, no guess at the type, and nothing kept that is somebody's."""
    client = caller(name)
    for door in doors():
        reply = asked(client, door, school.ids)
        for header, value in ALWAYS.items():
            assert reply.headers[header] == value, (str(door), header)
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, str(door)
        assert "unsafe-eval" not in policy
        assert "geolocation=()" in reply.headers["Permissions-Policy"]
        assert "Server" not in reply.headers or "/" not in reply.headers["Server"]
        if not door.path.startswith(SAME_FOR_ALL):
            assert reply.headers["Cache-Control"] == "no-store", str(door)


def test_a_browser_that_came_by_https_stays_with_it(app, caller):
    """Where people open it by https; on this machine alone nothing is promised."""
    client, services = caller("nobody"), app.extensions["mysay"]
    assert "Strict-Transport-Security" not in client.get("/").headers
    address = replace(services.settings, public_address="https://mysay.school.example")
    app.extensions["mysay"] = replace(services, settings=address)
    try:
        assert client.get("/").headers["Strict-Transport-Security"] == "max-age=31536000"
    finally:
        app.extensions["mysay"] = services
