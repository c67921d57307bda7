"""The evidence of a review as a tagged PDF: the same findings as on the page."""

from typing import Any

from bot.interview.bank import Bank
from records.evidence import Asked, YouSaid
from records.exports.labels import Labels, day, here
from records.exports.typesetter import typesetter
from web.staff_evidence import Dossier, sentences


def as_pdf(dossier: Dossier, reference: str, today: str, bank: Bank) -> bytes:
    """The PDF, dated today."""
    labels = bank.staff_labels
    content = {
        "title": f"{labels['evidence_title']} {reference}", "promise": labels["evidence_promise"],
        "duties": [_duty(dossier, place, bank) for place in range(len(dossier.shown))],
        "asked": [_asked(asked, labels) for asked in dossier.evidence.asked],
        "labels": {name: labels[name] for name in ("page_of", "unprintable", "cut", "passed_over")}
        | {name: labels[f"evidence_{name}"] for name in ("duties", "asked", "said")},
    }  # fmt: skip
    return typesetter().pdf("evidence", content, labels.kit, int(here(today).timestamp()))


def _duty(dossier: Dossier, place: int, bank: Bank) -> dict[str, Any]:
    shown = dossier.shown[place]
    found = [f"{one.text} {day(one.at)}" if one.at else one.text for one in sentences(shown, bank)]
    return {
        "law": shown.duty.law, "says": shown.duty.says, "plain": shown.duty.plain, "found": found,
        "standing": bank.staff_labels.of("evidence", shown.standing),
    }  # fmt: skip


def _asked(asked: Asked, labels: Labels) -> dict[str, Any]:
    inputs = [f"{labels.of('input', kind)} ({many})" for kind, many in asked.inputs]
    facts = (
        ("began", day(asked.began)), ("ended", day(asked.ended)), ("purpose", labels.of("purpose", asked.purpose)),
        ("state", labels.of("state", asked.state)), ("sittings", str(asked.sittings)),
        ("answers", str(asked.answered)), ("inputs", ", ".join(inputs)), ("adjusted", "; ".join(asked.adjustments)),
        ("helped", asked.helper or ""),
        ("signed", f"{asked.signed.who}, {day(asked.signed.at)}" if asked.signed else ""),
    )  # fmt: skip
    passed = [f"{one.asked} {labels.of('outcome', one.outcome)}, {day(one.at)}" for one in asked.passed]
    return {
        "title": labels.of("audience", asked.audience), "passed": passed,
        "facts": [[labels.of("fact", name), text] for name, text in facts if text],
        "said": [_said(one, labels) for one in (*asked.done, *asked.open)],
    }  # fmt: skip


def _said(said: YouSaid, labels: Labels) -> dict[str, str]:
    if said.did is None:
        return {"asked": said.asked, "did": labels["evidence_nothing_written"]}
    by_when = labels["did_by"].replace("{day}", day(said.by_when)) if said.by_when else ""
    return {"asked": said.asked, "did": " ".join(part for part in (labels["did_title"], said.did, by_when) if part)}
