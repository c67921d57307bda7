"""Memory: what matters most of what was said last time, to be read back with what was done about it."""

from bot.interview.bank import Bank
from bot.interview.recording import record_of
from bot.interview.situation import Recalled
from records.answer import FOLLOW_UP
from records.conversation import Audience
from records.exports.labels import day
from records.last_time import LastTime
from records.record import Line

MOST = 5
LONGEST = 400
"""Letters of one answer that are read back; the rest stands in the person's own copy."""


def recall(bank: Bank, last_time: LastTime | None) -> tuple[Recalled, ...]:
    """What the person shared, in their own words: first what somebody did something about, then what matters most.

    Nothing that is private, set apart or taken back is ever in it.
    """
    if last_time is None:
        return ()
    record = record_of(bank, last_time.conversation, last_time.answers)
    told = [line for line in record.lines if line.answered and _said(line)]
    audience, done = last_time.conversation.audience, last_time.responses
    told.sort(key=lambda line: (line.question_id not in done, not _matters_most(bank, audience, line.question_id)))
    return tuple(_recalled(last_time, line, bank.language) for line in told[:MOST])


def _matters_most(bank: Bank, audience: Audience, question_id: str) -> bool:
    question = bank.questions.get(question_id.removesuffix(FOLLOW_UP))
    return question is not None and question.id == question_id and audience in question.short


def _recalled(last_time: LastTime, line: Line, language: str) -> Recalled:
    response = last_time.responses.get(line.question_id)
    if response is None:
        return Recalled(line.question_id, line.asked, _said(line))
    by_when = day(response.by_when, language) if response.by_when else None
    return Recalled(line.question_id, line.asked, _said(line), response.did, by_when)


def _said(line: Line) -> str:
    """Their words; without any, the cards they chose."""
    if line.words and line.words.strip():
        words = line.words.strip()
        return words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"
    labels = [choice.label for choice in line.choices]
    labels += [f"{sorted_.card.label}: {sorted_.heap.label}" for sorted_ in line.cards]
    return ", ".join([*labels, *([line.scale.label] if line.scale else [])])
