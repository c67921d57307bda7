"""Insight for an area: what many said, as numbers and charts, as files, and as a page to publish."""

from flask import Blueprint, Response, render_template, request

from bot.interview.content import ContentError
from bot.interview.languages.catalogue import ENGLISH
from records.clock import now
from records.exports.labels import here
from records.insight_counts import What
from web import local_offer
from web.insight_files import as_csv
from web.language import bank, speak
from web.problems import Problem
from web.services import services
from web.staff_insight import LOOKERS, picture
from web.staff_records import attached
from web.staff_session import allowed, member


def register(portal: Blueprint) -> None:
    """Add these pages."""
    portal.get("/insight", endpoint="insight")(insight)
    portal.get("/insight/file", endpoint="insight_file")(file)
    portal.get("/insight/local-offer", endpoint="local_offer")(publish)


@allowed(*LOOKERS)
def insight() -> str:
    """Charts with a table beside each, by stage or by term: of everything, or of what was picked in one topic."""
    by = "term" if request.args.get("by") == "term" else "stage"
    topics = bank().topics
    topic = next((topic.id for topic in topics if topic.id == request.args.get("topic")), None)
    _note("looked at the insight")
    return render_template("portal/insight.html", insight=picture(bank()), by=by, topics=topics, topic=topic, what=What)


@allowed(*LOOKERS)
def file() -> Response:
    """The same numbers for a spreadsheet."""
    _note("took away the insight", "csv")
    return attached(as_csv(picture(services().bank)), "text/csv; charset=utf-8", f"mysay-insight-{_today()}.csv")


@allowed(*LOOKERS)
def publish() -> Response:
    """A page for the Local Offer, whole in one file: numbers, and what staff approved for publishing."""
    try:
        offer = local_offer.read_offer(services().settings.data)
    except ContentError as error:
        raise Problem(409, "content_wrong", {"file": "local_offer.yml"}) from error
    _note("took away the page for the Local Offer")
    speak(ENGLISH)  # it is published for everybody
    insight = picture(services().bank)
    page = render_template("portal/paper/local_offer.html", insight=insight, offer=offer, today=now(), what=What)
    return attached(page.encode(), "text/html; charset=utf-8", f"mysay-you-said-we-did-{_today()}.html")


def _note(did: str, detail: str = "") -> None:
    services().store.audit.note(member().username, did, detail=detail)


def _today() -> str:
    return f"{here(now()):%Y-%m-%d}"
