"""Coming back with the code."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from web.api.resume import come_back
from web.participant import let_in
from web.problems import Problem


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/resume")(ask)
    pages.post("/resume")(go_on)


def ask() -> str:
    """Where the code is typed."""
    return render_template("talk/resume.html", problem=None)


def go_on() -> Response | Redirect:
    """The conversation goes on where it was; a wrong code is said beside the box."""
    try:
        conversation_id, token = come_back(request.form.get("code", ""))
    except Problem as problem:
        response = make_response(
            render_template("talk/resume.html", problem=problem, typed=request.form.get("code", ""))
        )
        response.status_code = problem.status
        return response
    response = make_response(redirect(url_for("talk.show", conversation_id=conversation_id, on=1), 303))
    let_in(response, conversation_id, token)
    return response
