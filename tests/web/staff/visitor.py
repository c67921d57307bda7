"""Somebody of the staff at a browser that keeps cookies, on an address that is secure."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.staff.conftest import PASSWORD


def secret(page: TestResponse) -> str:
    """What a form carries so that no other site can send it."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


class Browser:
    """Signs in, looks at pages and sends forms."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._client.environ_base = {**self._client.environ_base, "wsgi.url_scheme": "https"}

    def enter(self, username: str) -> None:
        """Signed in as this one, and as nobody else."""
        self._client.delete_cookie("mysay_staff")
        sent = self.send("/portal/sign-in", "/portal/sign-in", username=username, password=PASSWORD, next="")
        assert sent.status_code == 303, sent.text

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self._client.get(path)

    def send(self, page: str, path: str, **fields: Any) -> TestResponse:
        """A form, with the secret that stands on a page."""
        return self._client.post(path, data={**fields, "csrf_token": secret(self.get(page))})
