"""Cookies: no script reads them, no other site sends them; over https their names bind them to where they came from."""

from dataclasses import dataclass
from typing import Literal

from flask import Flask, Response, current_app, request


def init_app(app: Flask, address: str) -> None:
    """Where the address is https, browsers are held to it."""
    app.config["COOKIES_BOUND"] = address.startswith("https://")


def prefixed(app: Flask, name: str, path: str) -> str:
    """The name under which a browser takes it from this very site over https alone; plain where the address is not."""
    if not app.config["COOKIES_BOUND"]:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


@dataclass(frozen=True)
class Cookie:
    """One of ours; without `seconds` it stays until the browser is closed.

    `older`: it is also read under its plain name, from before the address was https or names had prefixes.
    """

    name: str
    path: str = "/"
    seconds: int | None = None
    same_site: Literal["Strict", "Lax"] = "Strict"
    older: bool = True

    def given(self) -> str | None:
        """What came with this request."""
        found = request.cookies.get(self._name())
        return request.cookies.get(self.name) if found is None and self.older else found

    def give(self, response: Response, value: str, path: str = "") -> None:
        """Set it; one under the plain name goes. `path`: where it has several."""
        path = path or self.path
        if self._name() != self.name and self.name in request.cookies:
            self._delete(response, self.name, path)
        response.set_cookie(
            self._name(), value, max_age=self.seconds, path=path, secure=True, httponly=True, samesite=self.same_site
        )

    def take(self, response: Response, path: str = "") -> None:
        """Take it back, under either name."""
        for name in dict.fromkeys((self._name(), self.name)):
            self._delete(response, name, path or self.path)

    def _delete(self, response: Response, name: str, path: str) -> None:
        response.delete_cookie(name, path=path, secure=True, httponly=True, samesite=self.same_site)

    def _name(self) -> str:
        return prefixed(current_app, self.name, self.path)
