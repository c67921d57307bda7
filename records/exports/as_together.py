"""Side by side as a tagged PDF: a person's views and a parent's beside each other, by topic, and never merged."""

from collections.abc import Callable
from typing import Any

from records.comparison import Comparison
from records.exports.as_pdf import printable
from records.exports.labels import Labels, here
from records.exports.typesetter import typesetter
from records.exports.view import clean, said_of
from records.pair import Pair
from records.record import Line, Record

WORDS = ("page_of", "unprintable", "cut", "nothing")


def render(both: Comparison, differs: Callable[[Pair], str], labels: Labels) -> bytes:
    """The PDF of what is in the two records; `differs` says in words how two answers to one question compare."""
    own, parent = both.own, both.parent
    name = clean(own.called or labels["together_own"])
    content = {
        "title": f"{labels['together_title']}: {name}", "promise": labels["together_promise"],
        "under": [  # the day comes first: after a name in Arabic it would be set from right to left
            labels.of("purpose", own.purpose), f"{labels.day(own.ended)}: {name}",
            f"{labels.day(parent.ended)}: {labels['together_parent']}",
        ],
        "kept": [
            f"{who}: {labels.count('kept', record.kept)}"
            for who, record in ((name, own), (labels["together_parent"], parent))
            if record.kept
        ],
        "seals": " · ".join(f"{record.id[:8]} {record.seal[:16]}" for record in (own, parent)),
        "topics": [
            {"title": topic.own_title or topic.parent_title, "pairs": [_pair(both, pair, differs, labels, name)
                                                                       for pair in topic.pairs]}
            for topic in both.topics
        ],
        "labels": {word: labels[word] for word in WORDS}, "credit": labels.kit.credit,
    }  # fmt: skip
    return typesetter().pdf("together", content, labels.kit, int(here(max(own.ended, parent.ended)).timestamp()))


def _pair(
    both: Comparison, pair: Pair, differs: Callable[[Pair], str], labels: Labels, name: str
) -> dict[str, Any]:  # fmt: skip
    asked = pair.parent.asked if pair.own and pair.parent and pair.parent.asked != pair.own.asked else None
    return {
        "asked": clean(pair.asked), "differs": differs(pair),
        "own": _side(both.own, pair.own, name, None, labels),
        "parent": _side(both.parent, pair.parent, labels["together_parent"], asked, labels) | {"parent": True},
    }  # fmt: skip


def _side(record: Record, line: Line | None, name: str, asked: str | None, labels: Labels) -> dict[str, Any]:
    """One person's answer; where there is none to show, why."""
    answered = line is not None and line.answered
    none = labels.of("outcome", line.outcome) if line and not answered else labels["together_nothing"]
    said = printable(said_of(record, line, labels)) if line and answered else None
    return {"who": name, "said": said, "none": none, "asked": clean(asked) if asked else None, "parent": False}
