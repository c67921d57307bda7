"""When something is wrong: RFC 9457 problem documents for programs, a plain page for people."""

from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from records.conversation import Audience
from records.database import StoreUnavailable
from web.language import bank
from web.services import services

RETRY_SECONDS = 2
RESTING = frozenset({"resting", "copied"})
"""Nothing is wrong: whoever comes back after a while is asked for their code."""
NAMED = {
    400: "not_json", 401: "no_token", 403: "not_allowed", 404: "not_found", 405: "method", 413: "too_large",
    415: "not_json",
}  # fmt: skip


@dataclass
class Problem(Exception):
    """Something that the caller is told: an HTTP status and the name of its words in data/wordings/problems.yml."""

    status: int
    name: str
    places: dict[str, str] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def detail(self) -> str:
        """What is wrong and what to do, in plain words."""
        text = bank().text(f"problem_{self.name}", Audience.YOUNG_PERSON)
        for place, value in self.places.items():
            text = text.replace("{" + place + "}", value)
        return text


def init_app(app: Flask) -> None:
    """Every error becomes a problem document, or a page that says the same."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(
        StoreUnavailable, lambda _: answer(Problem(503, "store_away", retry_after=RETRY_SECONDS))
    )
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(problem: Problem) -> Response:
    """The response for a problem."""
    if request.path.startswith("/api/"):
        response = jsonify(
            type=f"/problems/{problem.name}", title=HTTPStatus(problem.status).phrase, status=problem.status,
            detail=problem.detail,
        )  # fmt: skip
        response.content_type = "application/problem+json"
    else:
        response = make_response(_page(problem))
    refusing(response, problem)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _page(problem: Problem) -> str:
    if problem.name in RESTING:
        return render_template("talk/resume.html", problem=problem, welcome=True, wanted=False)
    return render_template("problem.html", problem=problem)


def refusing(page: str | Response, problem: Problem | None) -> Response:
    """A page; where something was refused on it, with that status, and with when to come back."""
    response = make_response(page)
    if problem:
        response.status_code = problem.status
        if problem.retry_after is not None:
            response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:  # a redirect, not an error
        return make_response(error.get_response())
    response = answer(Problem(error.code or 500, NAMED.get(error.code or 500, "unexpected")))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _unexpected(error: Exception) -> Response:
    """An error of ours: its kind and place go to the log, never what was said."""
    services().log.error("unexpected", exc_info=error)
    return answer(Problem(500, "unexpected"))
