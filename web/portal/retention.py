"""What is soon to go, for those who work with the records: keep it for longer, or let it go."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.keeping import Chose
from web import staff_retention
from web.problems import Problem, refusing
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed

ON_THE_PAGE = frozenset({409, 413, 422})


def register(portal: Blueprint) -> None:
    """Add this page and its buttons."""
    portal.get("/kept", endpoint="kept")(kept)
    portal.post("/kept/<conversation_id>/<choice>", endpoint="keep")(choose)


@allowed(*READERS)
def kept() -> str:
    """What goes within a month, the next first, and what is kept for longer."""
    return _page()


@allowed(*READERS)
def choose(conversation_id: str, choice: str) -> Answer:
    """Keep it for longer, let it go, or take that back; what cannot be done comes back with why."""
    try:
        _do(conversation_id, choice)
    except Problem as problem:
        if problem.status not in ON_THE_PAGE:
            raise
        return refusing(_page(conversation_id, problem), problem)
    return redirect(url_for("portal.kept", done=choice, _anchor=f"k-{conversation_id}"), code=303)


def _do(conversation_id: str, choice: str) -> None:
    if choice == Chose.EXTENDED.value:
        fields = request.form
        staff_retention.extend(conversation_id, fields.get("months", ""), fields.get("reason", ""))
    elif choice == Chose.LET_GO.value:
        staff_retention.let_go(conversation_id)
    elif choice == Chose.UNDONE.value:
        staff_retention.undo(conversation_id)
    else:
        raise Problem(404, "not_found")


def _page(asked: str = "", problem: Problem | None = None) -> str:
    return render_template(
        "portal/kept.html", due=staff_retention.due(), extended=staff_retention.extended(), asked=asked,
        problem=problem, typed=request.form, months=staff_retention.MONTHS, keep_months=services().settings.keep_months,
        done=request.args.get("done", ""), longest=staff_retention.LONGEST, Chose=Chose,
    )  # fmt: skip
