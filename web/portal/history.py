"""The audit, for administrators: who did what, and when; to search, to page through, and to take away."""

from flask import Blueprint, Response, render_template, request

from records.clock import now
from records.exports.labels import here
from records.staff import Role
from web import staff_audit
from web.services import services
from web.staff_session import allowed

FIELDS = ("person", "who", "did", "since", "until")


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/history", endpoint="history")(history)
    portal.get("/history/file", endpoint="history_file")(file)


@allowed(Role.ADMINISTRATOR)
def history() -> str:
    """The newest entries that fit, a page at a time."""
    found = staff_audit.page(staff_audit.sought(request.args))
    wanted = {name: request.args.get(name, "") for name in FIELDS if request.args.get(name)}
    return render_template(
        "portal/history.html", entries=found.entries, older=found.older, wanted=wanted, here=here,
        kinds=services().store.audit.kinds(), paged="before" in request.args,
    )  # fmt: skip


@allowed(Role.ADMINISTRATOR)
def file() -> Response:
    """All that fits, as a file for a spreadsheet."""
    response = Response(staff_audit.as_csv(staff_audit.sought(request.args)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="mysay-audit-{here(now()):%Y-%m-%d}.csv"'
    return response
