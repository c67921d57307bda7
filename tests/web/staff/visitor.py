"""Somebody of the staff at a browser that keeps cookies, on an address that is secure."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "a long enough password"


def secret(page: TestResponse) -> str:
    """What a form carries so that no other site can send it."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


class Browser:
    """Signs in, looks at pages and sends forms."""

    def __init__(self, app: Flask, address: str = "127.0.0.1", agent: str = "") -> None:
        self._client = app.test_client()
        environ = {"wsgi.url_scheme": "https", "REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
        self._client.environ_base = {**self._client.environ_base, **environ}

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

    def cookie(self, name: str, path: str = "/") -> str | None:
        """What the browser keeps by this name, or None."""
        found = self._client.get_cookie(name, path=path)
        return found.value if found else None

    def bring(self, name: str, value: str, path: str = "/") -> None:
        """Come with a cookie."""
        self._client.set_cookie(name, value, path=path)

    def secret(self, page: str) -> str:
        """What the forms of a page carry."""
        return secret(self.get(page))
