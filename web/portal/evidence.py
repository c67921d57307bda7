"""Evidence: on one page, and as a file, which duties a review shows and by what."""

import json
from functools import partial

from flask import Blueprint, Response, render_template, request

from bot.interview.languages.catalogue import ENGLISH
from records.clock import now
from records.duties import Standing
from records.exports.labels import here
from web import staff_evidence
from web.evidence_pdf import as_pdf
from web.language import bank, speak
from web.problems import Problem
from web.services import services
from web.staff_evidence import Dossier
from web.staff_gathered import Gathered, gathered
from web.staff_records import READERS, attached
from web.staff_session import allowed

PLACES = ("/records/<conversation_id>/evidence", "/reviews/<review_id>/evidence")
"""From a record, and from a review."""
MEDIA_TYPES = {"json": "application/json", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def register(portal: Blueprint) -> None:
    """Add these pages."""
    for place in PLACES:
        portal.get(place, endpoint="evidence")(show)
        portal.get(f"{place}/file", endpoint="evidence_file")(file)


@allowed(*READERS)
def show(**place: str) -> str:
    """The duties, each with what shows it; then each conversation; then what was done."""
    found = gathered(**place)
    return _page("portal/evidence.html", found, staff_evidence.dossier(found, bank()), place)


@allowed(*READERS)
def file(**place: str) -> Response:
    """`?format=json|html|pdf`: the same, to keep or to print; raises Problem 422 on another format."""
    wanted = request.args.get("format", "")
    if wanted not in MEDIA_TYPES:
        raise Problem(422, "unknown_format")
    speak(ENGLISH)  # what is kept and sent on stays English
    found = gathered(**place)
    dossier = staff_evidence.dossier(found, bank(), taken=True)
    name = f"mysay-evidence-{found.talks[0].id[:8] if found.talks else 'review'}-{here(now()):%Y-%m-%d}.{wanted}"
    return attached(_body(wanted, found, dossier, place), MEDIA_TYPES[wanted], name)


def _body(wanted: str, found: Gathered, dossier: Dossier, place: dict[str, str]) -> bytes:
    if wanted == "json":
        data = staff_evidence.as_data(dossier, services().bank)
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    if wanted == "pdf":
        reference = found.review.about if found.review else found.talks[0].about if found.talks else None
        return as_pdf(dossier, reference or "", now(), services().bank)
    return _page("portal/paper/evidence.html", found, dossier, place).encode()


def _page(template: str, found: Gathered, dossier: Dossier, place: dict[str, str]) -> str:
    return render_template(
        template, found=found, dossier=dossier, evidence=dossier.evidence, place=place, standings=Standing,
        sentences=partial(staff_evidence.sentences, bank=bank()), today=now(),
    )  # fmt: skip
