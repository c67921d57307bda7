"""Side by side: a person's views and a parent's on one page, and the step that opens a young person's."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from bot.interview.languages.catalogue import ENGLISH
from records.comparison import Comparison
from records.exports import as_together
from records.exports.labels import day, told
from records.pair import Told
from web import staff_together
from web.language import speak, tongue_of
from web.portal.paper import style
from web.problems import Problem
from web.services import services
from web.staff_gathered import Gathered, gathered
from web.staff_records import READERS, attached
from web.staff_session import allowed
from web.staff_together import LONGEST_REASON, SHORTEST_REASON, Sides

PLACES = ("/records/<conversation_id>/side-by-side", "/reviews/<review_id>/side-by-side")
"""From a record, and from a review."""
MEDIA_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.context_processor(lambda: {"style": style, "told_by": Told})
    for place in PLACES:
        portal.get(place, endpoint="side_by_side")(show)
        portal.post(place, endpoint="open_side_by_side")(open_both)
        portal.get(f"{place}/file", endpoint="side_by_side_file")(file)


@allowed(*READERS)
def show(**place: str) -> str:
    """Both, or why they stand apart, or who has not finished yet."""
    return _page(place)


@allowed(*READERS)
def open_both(**place: str) -> Answer | tuple[str, int]:
    """Show both for a while; where no reason was given, the form again."""
    chosen = _sides(gathered(**place))
    try:
        agreed = request.form.get("agreed") == "yes"
        staff_together.open_both(chosen, request.form.get("reason", ""), agreed=agreed)
    except Problem as problem:
        if problem.status != 422:
            raise
        return _page(place, problem), 422
    return redirect(url_for("portal.side_by_side", **_here(place)), code=303)


@allowed(*READERS)
def file(**place: str) -> Response:
    """`?format=html|pdf`: what everyone at the review may see of both, as one file; raises Problem 422 on another."""
    wanted = request.args.get("format", "html")
    if wanted not in MEDIA_TYPES:
        raise Problem(422, "unknown_format")
    speak(ENGLISH)  # what goes into a plan stays English
    both = staff_together.comparison(_sides(gathered(**place)), on_paper=True)
    body = _pdf(both) if wanted == "pdf" else _html(both)
    staff_together.note_taken(both, wanted, body)
    name = f"mysay-side-by-side-{both.own.id[:8]}-{both.parent.id[:8]}.{wanted}"
    return attached(body, MEDIA_TYPES[wanted], name)


def _html(both: Comparison) -> bytes:
    return render_template("portal/paper/side_by_side.html", both=both, on_paper=True).encode()


def _pdf(both: Comparison) -> bytes:
    """The same; in what two answers differ is said in the words of the page."""
    labels = services().bank.staff_labels
    words = {"labels": labels, "told": told, "day": day, "tongue_of": tongue_of}
    known = {"both": both, "told_by": Told, "on_paper": True, **words}
    page: Any = current_app.jinja_env.get_template("portal/_side_by_side.html").make_module(known)
    return as_together.render(both, lambda pair: Markup(page.differs(pair)).striptags(), labels)  # noqa: S704  # escaped by the template; its tags are taken out here


def _page(place: dict[str, str], refused: Problem | None = None) -> str:
    found = gathered(**place)
    chosen = _sides(found)
    both = staff_together.comparison(chosen, on_paper=False) if chosen.together else None
    return render_template(
        "portal/side_by_side.html", found=found, chosen=chosen, both=both, place=place,
        here=_here(place), refused=refused, shortest=SHORTEST_REASON, longest=LONGEST_REASON, on_paper=False,
        reason=request.form.get("reason", ""),
    )  # fmt: skip


def _sides(found: Gathered) -> Sides:
    asked_for = _asked_for()
    return staff_together.sides(found, asked_for.get("own", ""), asked_for.get("parent", ""))


def _here(place: dict[str, str]) -> dict[str, Any]:
    """The address of the page that one is on."""
    return {**place, **_asked_for()}


def _asked_for() -> dict[str, str]:
    """Which two, where somebody has several."""
    return {name: request.args[name] for name in ("own", "parent") if request.args.get(name)}
