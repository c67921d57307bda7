"""Reviews: the list, preparing one, and the page of one."""

from collections.abc import Mapping
from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from bot.interview.languages.tongues import LANGUAGE
from records.conversation import Audience, Purpose
from records.invitations import Standing
from records.review_list import Due, Wanted
from web import preparing, staff_invitations, staff_reviews
from web.incoming import YEARS, filtered, number
from web.language import bank
from web.portal import invitations
from web.portal.prepare_form import ADJUST, BOTH, BY_YEAR, NOBODY, PARENT, THEM, Filled, changed, filled
from web.preparing import MOST_QUESTIONS, THEIRS_TO_CHOOSE
from web.services import services
from web.staff_records import READERS
from web.staff_session import allowed, member
from web.talk.choosing import Row, groups, rows
from web.talk.words import Words

WHOM = (THEM, PARENT, BOTH)
ELSEWHERE = ("portal.side_by_side", "portal.evidence")
"""What else there is of a review once some of it is shared."""
NOTHING: Mapping[str, str] = {}


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/reviews", endpoint="reviews")(reviews)
    portal.get("/reviews/new", endpoint="new_review")(new)
    portal.post("/reviews", endpoint="prepare")(prepare)
    portal.get("/reviews/<review_id>", endpoint="review")(review)
    portal.post("/reviews/<review_id>", endpoint="change_review")(change)
    portal.post("/reviews/<review_id>/undo", endpoint="undo_review")(undo)
    portal.post("/reviews/<review_id>/close", endpoint="close_review")(close)
    portal.post("/reviews/<review_id>/reopen", endpoint="reopen_review")(reopen)


@allowed(*READERS)
def reviews() -> str:
    """The most urgent first."""
    wanted = _wanted(request.args)
    page = staff_reviews.listed(wanted)
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "portal/reviews.html", page=page, wanted=wanted, kept=kept, mine=staff_reviews.mine(),
        reminded=services().store.reminders.address(member().id), standings=Standing, audiences=Audience, dues=Due,
        groups=[(due.value, list(found)) for due, found in groupby(page.rows, key=lambda row: row.due)],
    )  # fmt: skip


@allowed(*READERS)
def new() -> str:
    """The form, empty but for who it is where that is known from a review before.

    Whoever prepares it in another language still has to choose that for somebody else.
    """
    given: dict[str, str] = {"parent": "yes", ADJUST + LANGUAGE: services().bank.language}
    if request.args.get("again"):
        before = staff_reviews.known(request.args["again"])
        given |= {"called": before.called or "", "about": before.about}
    return _form(given, Filled(None))


@allowed(*READERS)
def prepare() -> str | Answer | tuple[str, int]:
    """Keep it and tell the codes; or the form again with all that is wrong, or may be too hard to read."""
    read = filled(request.form, staff_reviews.today())
    if read.plan is None:
        return _form(request.form, read), 422
    if read.hard and not request.form.get("sure"):
        return _form(request.form, read)
    review_id = request.form.get("review_id", "")
    if services().store.reviews.find(review_id):  # the page of codes was loaded anew
        return redirect(url_for("portal.review", review_id=review_id), 303)
    kept, invited = staff_invitations.prepare(read.plan, preparing.new_id(review_id))
    if not invited:
        return redirect(url_for("portal.review", review_id=kept.id), 303)
    return invitations.page(kept, invited)


@allowed(*READERS)
def review(review_id: str) -> str:
    """Who was invited, how far each has come, and what can be done."""
    return _review(review_id)


@allowed(*READERS)
def change(review_id: str) -> Answer | tuple[str, int]:
    """Other facts; what is wrong with them is said beside the form."""
    facts, wrong = changed(request.form, staff_reviews.known(review_id), staff_reviews.today())
    if wrong:
        return _review(review_id, wrong), 422
    staff_reviews.change(review_id, facts)
    return redirect(url_for("portal.review", review_id=review_id, saved=1), 303)


@allowed(*READERS)
def undo(review_id: str) -> Answer:
    """Undo the last change."""
    staff_reviews.undo_change(review_id)
    return redirect(url_for("portal.review", review_id=review_id, done="undone"), 303)


@allowed(*READERS)
def close(review_id: str) -> Answer:
    """Done with, whoever has not finished."""
    staff_reviews.close(review_id)
    return redirect(url_for("portal.review", review_id=review_id), 303)


@allowed(*READERS)
def reopen(review_id: str) -> Answer:
    """Undo that."""
    staff_reviews.reopen(review_id)
    return redirect(url_for("portal.review", review_id=review_id), 303)


def _review(review_id: str, wrong: Mapping[str, str] = NOTHING) -> str:
    found = staff_reviews.known(review_id)
    made = services().store.invitations.of_review(review_id)
    return render_template(
        "portal/review.html", review=found, sides=staff_reviews.sides(review_id), audiences=Audience, wrong=wrong,
        invitations={invitation.id: invitation for invitation in made}, today=staff_reviews.today(),
        years=YEARS, purposes=Purpose, others=ELSEWHERE, saved=request.args.get("saved"), done=request.args.get("done"),
    )  # fmt: skip


def _form(given: Mapping[str, str], read: Filled) -> str:
    words = Words(bank(), services().symbols, Audience.PARENT)
    return render_template(
        "portal/prepare.html", given=given, read=read, years=YEARS, purposes=Purpose,
        numbers=range(1, MOST_QUESTIONS + 1),
        audiences=[audience for audience in Audience if audience is not Audience.PARENT], by_year=BY_YEAR,
        nobody=NOBODY, whom=WHOM, words=words, groups=_adjustments(words),
        longest=preparing.LONGEST_QUESTION, review_id=preparing.new_id(given.get("review_id", "")),
    )  # fmt: skip


def _adjustments(words: Words) -> dict[str, list[Row]]:
    """All that can be prepared, by group."""
    shown = {group: [row for row in rows(words, group) if row.name not in THEIRS_TO_CHOOSE] for group in groups()}
    return {group: found for group, found in shown.items() if found}


def _wanted(fields: Mapping[str, str]) -> Wanted:
    page = number(fields.get("page", "1"))
    return Wanted(
        fields.get("search", "").strip()[:100], filtered(Standing, fields.get("standing", "")),
        filtered(Audience, fields.get("audience", "")), filtered(Due, fields.get("due", "")),
        member().username if fields.get("mine") else None, page if isinstance(page, int) and page > 0 else 1,
    )  # fmt: skip
