"""The check at the end of a conversation: all that was acknowledged is there, verbatim, once, where it belongs."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.talker import MENUS, Json, Sent, Talker

KEPT = {"answer": "answered", "skip": "skipped", "dont_know": "dont_know"}


@dataclass
class Findings:
    """The messages of one conversation that went wrong, each by the fault during which it was sent."""

    lost: list[Sent] = field(default_factory=list)
    doubled: list[Sent] = field(default_factory=list)
    misplaced: list[Sent] = field(default_factory=list)
    changed: list[Sent] = field(default_factory=list)

    @property
    def all(self) -> list[Sent]:
        """Everything that must not be."""
        return [*self.lost, *self.doubled, *self.misplaced, *self.changed]


def check(talker: Talker) -> Findings:
    """Over the public API: the transcript, the answers, and the person's own copy of the record."""
    view = talker.insist(lambda: talker.person.call("GET"))
    answers = talker.insist(lambda: talker.person.call("GET", "/answers"))["answers"]
    record = talker.insist(lambda: talker.person.call("GET", "/record"))
    lines = [line for line in view["transcript"] if line["from"] == "me"]
    findings = Findings(changed=list(talker.changed))
    _in_transcript(talker, lines, findings)
    _in_answers(talker, lines, {answer["question_id"]: answer for answer in answers}, findings)
    _in_record(talker, record, answers, findings)
    return findings


def _in_transcript(talker: Talker, lines: list[Json], findings: Findings) -> None:
    times = Counter(line["message_id"] for line in lines)
    by_id = {line["message_id"]: line for line in lines}
    for sent in talker.sent:
        line = by_id.get(sent.message_id)
        if line is None or line["text"] != sent.fields.get("text"):
            findings.lost.append(sent)
        elif times[sent.message_id] > 1:
            findings.doubled.append(sent)
        elif line["question_id"] != sent.question_id:
            findings.misplaced.append(sent)


def _in_answers(talker: Talker, lines: list[Json], answers: dict[str, Json], findings: Findings) -> None:
    """The last of several to one question counts; its number says that each was counted once.

    Of two that were under way together either may be the last: the one that was said, or the one that was taken.
    """
    for question_id, several in _told(talker, lines).items():
        answer, last = answers.get(question_id), several[-1]
        latest = max(several, key=lambda sent: sent.acknowledged)
        last.found = f"{answer and {**answer, 'asked': ''}} after {[sent.body for sent in several]}"
        if answer is None or not (_holds(answer, last) or _holds(answer, latest)):
            findings.lost.append(last)
        elif answer["revision"] > len(several):
            findings.doubled.append(last)
        elif answer["revision"] < len(several):
            findings.lost.append(last)
    where = {answer["text"]: question_id for question_id, answer in answers.items() if answer["text"]}
    findings.misplaced += [
        sent for sent in talker.sent if where.get(sent.fields.get("text", ""), sent.question_id) != sent.question_id
    ]


def _told(talker: Talker, lines: list[Json]) -> dict[str, list[Sent]]:
    """What was taken as an answer, by question, in the order in which it is kept."""
    place = {line["message_id"]: number for number, line in enumerate(lines)}
    told: dict[str, list[Sent]] = {}
    for sent in sorted(talker.sent, key=lambda sent: place.get(sent.message_id, -1)):
        if sent.reply and sent.reply["understood_as"] in KEPT and sent.question_id not in MENUS:
            told.setdefault(sent.question_id, []).append(sent)
    return told


def _holds(answer: Json, sent: Sent) -> bool:
    """Whether an answer is what was sent, to the letter."""
    assert sent.reply
    outcome = KEPT[sent.reply["understood_as"]]
    if answer["outcome"] != outcome:
        return False
    if outcome != "answered":
        return True
    chosen = [choice["id"] for choice in answer["choices"]]
    wanted = sent.fields.get("choices") or [sent.fields[name] for name in ("choice",) if name in sent.fields]
    return bool(
        answer["text"] == sent.fields.get("text")
        and chosen == wanted
        and answer["scale"] == sent.fields.get("scale")
        and answer["cards"] == sent.fields.get("cards", {})
    )


def _in_record(talker: Talker, record: Json, answers: list[Json], findings: Findings) -> None:
    """The copy that goes into a plan holds what the answers hold."""
    kept = {answer["text"] for answer in answers if answer["text"]}
    taken = _texts(record)
    for sent in talker.sent:
        words = sent.fields.get("text", "")
        if words in kept and taken[words] != 1:
            (findings.doubled if taken[words] else findings.lost).append(sent)


def _texts(value: object) -> Counter[str]:
    if isinstance(value, str):
        return Counter([value])
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum((_texts(one) for one in inside), Counter())
