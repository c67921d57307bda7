"""The practitioner's side in a browser: sign in, find a conversation, read its record, take it away."""

from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as Answer

from records.exports.as_html import verbatim
from records.exports.as_text import block
from records.exports.labels import day, told
from records.staff import Role
from web.cookies import prefixed
from web.language import bank, current, tongue_of
from web.portal import (
    account,
    codes,
    concerns,
    door,
    drawings,
    evidence,
    history,
    insight,
    invitations,
    openid,
    pages,
    recordings,
    responses,
    retention,
    reviews,
    second_factor,
    sign_offs,
    templates,
    together,
)
from web.problems import Problem, refusing
from web.staff_records import READERS
from web.staff_session import whoever


def init_app(app: Flask) -> None:
    """Register the pages; the signed session cookie holds a form's secret and nothing else."""
    app.config.update(
        SESSION_COOKIE_NAME=prefixed(app, "mysay_form", "/portal"), SESSION_COOKIE_PATH="/portal",
        SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,  # where it came from is checked in web/security.py
    )  # fmt: skip
    csrf = CSRFProtect(app)
    app.add_template_filter(verbatim)
    portal = Blueprint("portal", __name__, url_prefix="/portal")
    portal.before_request(templates.allow_a_file)  # before the form is read, which the next does
    portal.before_request(csrf.protect)
    portal.after_request(_say_where_forms_come_from)
    portal.context_processor(_shared)
    portal.register_error_handler(Problem, _told)
    portal.register_error_handler(CSRFError, _form_expired)
    for part in (
        door,
        pages,
        codes,
        drawings,
        recordings,
        responses,
        sign_offs,
        history,
        reviews,
        invitations,
        concerns,
        templates,
        together,
        evidence,
        insight,
        account,
        second_factor,
        retention,
        openid,
    ):
        part.register(portal)
    app.register_blueprint(portal)


def _shared() -> dict[str, Any]:
    """What every page may use."""
    return {
        "member": whoever(), "labels": bank().staff_labels, "day": partial(day, language=current()), "told": told,
        "block_text": block, "readers": READERS, "roles": Role, "tongue_of": tongue_of,
    }  # fmt: skip


def _say_where_forms_come_from(response: Response) -> Response:
    """Without a referrer a browser calls its origin "null", and a form of ours would look like another site's."""
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def _told(problem: Problem) -> Answer:
    """Whoever is not signed in is asked to; all else is said on a page."""
    if problem.name == "sign_in":
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("portal.sign_in", next=here))
    return refusing(render_template("portal/problem.html", problem=problem), problem)


def _form_expired(_: CSRFError) -> Answer:
    return make_response(render_template("portal/problem.html", problem=None), 400)
