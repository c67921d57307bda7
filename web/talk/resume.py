"""Coming back with the code."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from web.codes import led_to
from web.participant import let_in
from web.problems import Problem, refusing
from web.services import services
from web.talk.join import taken

OF_THE_PICTURES = frozenset({"pictures_wanted", "wrong_pictures"})
"""Problems that come once the code is right."""


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/resume")(ask)
    pages.post("/resume")(go_on)


def ask() -> str:
    """Where the code is typed."""
    return render_template("talk/resume.html", problem=None, wanted=False)


def go_on() -> Response | Redirect:
    """The conversation goes on where it was; what does not fit is said beside it."""
    code, pictures = request.form.get("code", ""), request.form.getlist("pictures")
    try:
        conversation_id = led_to(code, pictures)
    except Problem as problem:
        if problem.name == "wrong_code" and services().store.invitations.of_code(code):
            return taken(code)  # the two codes look alike: whoever types the first one here is led on
        return _again(problem, code)
    response = make_response(redirect(url_for("talk.show", conversation_id=conversation_id, on=1), 303))
    let_in(response, conversation_id, services().store.devices.let_in(conversation_id, page=True))
    return response


def _again(problem: Problem, code: str) -> Response:
    """The box with the code, or the board of pictures once the code is right."""
    wanted = problem.name in OF_THE_PICTURES or "pictures" in request.form
    asked_first = problem.name == "pictures_wanted" and "second" not in request.form
    shown = None if asked_first else problem
    return refusing(render_template("talk/resume.html", problem=shown, typed=code, wanted=wanted), shown)
