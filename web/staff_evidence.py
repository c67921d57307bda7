"""Evidence of a review for staff: the duties, what shows them, and the same as data. No words that the person said."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.interview.bank import Bank
from bot.interview.content import ContentError
from bot.interview.law import FILE, duties
from bot.interview.recording import record_of
from records.audit import Entry
from records.conversation import SHARED_STATES, Audience, Conversation
from records.duties import Duty, Finding, Shown, Standing
from records.evidence import Asked, Evidence, Opening, asked_of, sittings
from records.readers import TOLD
from records.signs import judged
from web.problems import Problem
from web.services import services
from web.staff_gathered import Gathered
from web.staff_records import readable
from web.staff_session import member
from web.staff_together import OPENED_BOTH

SCHEMA = "urn:mysay:evidence:1"


@dataclass(frozen=True)
class Sentence:
    """A finding in words, and when it happened."""

    text: str
    at: str | None


@dataclass(frozen=True)
class Dossier:
    """The evidence of a review and what it shows of each duty."""

    evidence: Evidence
    shown: tuple[Shown, ...]

    def count(self, standing: Standing) -> int:
        """How many duties stand like that."""
        return sum(shown.standing is standing for shown in self.shown)


def dossier(found: Gathered, bank: Bank, *, taken: bool = False) -> Dossier:
    """Everything that the conversations show, in the language of a bank; noted in the audit of each."""
    audits = {talk.id: services().store.audit.newest(talk.id) for talk in found.talks}
    talks = sorted(found.talks, key=lambda talk: talk.audience is Audience.PARENT)
    entries = [entry for audit in audits.values() for entry in audit]
    evidence = Evidence(
        tuple(_asked(talk, bank) for talk in talks), _waiting(found),
        sum(entry.did in TOLD for entry in entries), tuple(_openings(entries)),
        found.review.year_group if found.review else None,
    )  # fmt: skip
    did = "took away the evidence" if taken else "looked at the evidence"
    for talk in found.talks:
        services().store.audit.note(member().username, did, talk.id)
    return Dossier(evidence, tuple(judged(duty, evidence) for duty in _duties(services().settings.data)))


def sentences(shown: Shown, bank: Bank) -> tuple[Sentence, ...]:
    """What was found, in the words of a bank."""
    return tuple(Sentence(_in_words(finding, bank), finding.at) for finding in shown.findings)


def as_data(found: Dossier, bank: Bank) -> dict[str, Any]:
    """The same for programs, as data/schema/evidence.schema.json describes it."""
    conversations = [asdict(asked) for asked in found.evidence.asked]
    waiting = [{"audience": audience, "standing": standing} for audience, standing in found.evidence.waiting]
    rows = [
        {
            "id": shown.duty.id, "law": shown.duty.law, "says": shown.duty.says, "level": shown.duty.level,
            "standing": shown.standing, "found": [asdict(sentence) for sentence in sentences(shown, bank)],
        }
        for shown in found.shown
    ]  # fmt: skip
    return {"schema": SCHEMA, "duties": rows, "conversations": conversations, "not_taken_up": waiting}


@cache
def _duties(data: Path) -> tuple[Duty, ...]:
    try:
        return duties(data)
    except ContentError as error:
        raise Problem(409, "content_wrong", {"file": FILE}) from error


def _asked(talk: Conversation, bank: Bank) -> Asked:
    """A conversation that has not ended is known to be; of what was said so far nothing is told."""
    store = services().store
    messages = store.messages.of(talk.id)
    if talk.state not in SHARED_STATES:
        times = [message.received for message in messages]
        return Asked(
            talk.id, talk.audience, talk.purpose, talk.state, talk.created, talk.changed, talk.year_group, talk.helper,
            sittings(times),
        )  # fmt: skip
    record, labels = record_of(bank, talk, store.answers.of(talk.id)), bank.staff_labels
    record = replace(record, signed=readable(talk.id).signed)
    adjustments = [labels.adjusted(adjustment) for adjustment in record.adjustments]
    return asked_of(record, messages, store.responses.of(talk.id), adjustments)


def _waiting(found: Gathered) -> tuple[tuple[Audience, str], ...]:
    if found.review is None:
        return ()
    there = {talk.id for talk in found.talks}
    invitations = services().store.invitations.of_review(found.review.id)
    return tuple((one.audience, one.standing.value) for one in invitations if one.conversation_id not in there)


def _openings(entries: Iterable[Entry]) -> Iterable[Opening]:
    for entry in entries:
        if entry.did == OPENED_BOTH:
            yield Opening(entry.at, entry.who, entry.detail.partition(": ")[2])


def _in_words(finding: Finding, bank: Bank) -> str:
    text = bank.staff_labels[f"evidence_{finding.name}"]
    for place, value in finding.places:
        text = text.replace("{" + place + "}", _value(place, value, bank))
    return text


def _value(place: str, value: str, bank: Bank) -> str:
    labels = bank.staff_labels
    if place == "who":
        return labels[f"listed_{value}"]
    if place == "topic":
        topic = bank.topic(value)
        return topic.title(Audience.YOUNG_TEEN) if topic else value
    return labels.of(place, value) if place in {"purpose", "input", "whose"} else value
