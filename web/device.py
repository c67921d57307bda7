"""The device that somebody signs in with: what it is called in a list, and whether they signed in with it before."""

from dataclasses import dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from records.secret import digest, new_token
from web.cookies import Cookie

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome",
            "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows",
           "Mac OS": "Mac", "Linux": "Linux"}  # fmt: skip
DAYS, NAMES_AT_MOST = 90, 12
COOKIE = Cookie("mysay_known", "/portal", seconds=DAYS * 86400)


def device() -> str:
    """Such as "Firefox on Windows", from what the browser says of itself; "A program" where it says nothing known."""
    said = request.user_agent.string
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in said), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in said), "")
    return f"{browser} on {system}" if browser and system else browser or "A program"


@dataclass(frozen=True)
class Known:
    """A device by a number of its own, and the marks of those who signed in with it: no names are in it."""

    number: str = ""
    marks: tuple[str, ...] = ()

    @classmethod
    def of_request(cls) -> "Known":
        """As its signed cookie says; a new one where there is none."""
        try:
            number, marks = _signing().loads(COOKIE.given() or "", max_age=DAYS * 86400)
            return cls(str(number), tuple(map(str, marks)))
        except (BadSignature, ValueError, TypeError):
            return cls(new_token())

    def for_name(self, name: str) -> str | None:
        """The device's number where this name has signed in with it, else None."""
        return self.number if self._mark(name) in self.marks else None

    def remember(self, response: Response, name: str) -> None:
        """From now on this name has signed in with it."""
        others = [mark for mark in self.marks if mark != self._mark(name)]
        marks = [*others[1 - NAMES_AT_MOST :], self._mark(name)]
        COOKIE.give(response, str(_signing().dumps([self.number, marks])))

    def _mark(self, name: str) -> str:
        return digest(f"{self.number} {name}")[:16]


def _signing() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="mysay known device")
