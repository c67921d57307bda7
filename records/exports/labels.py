"""The words that stand around what was said, and the kit: given to every export, never held in code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from babel import Locale
from babel.dates import format_date

from records.answer import Whose
from records.conversation import Audience
from records.exports.kit import Kit
from records.message import Input
from records.record import Adjustment, Line, Record

ENGLISH = "en-GB"


@dataclass(frozen=True)
class Labels:
    """Words by name, such as `whose_own_words`; raises KeyError on a name that the content does not have."""

    texts: Mapping[str, str]
    kit: Kit = field(default_factory=Kit)
    language: str = ENGLISH

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def of(self, kind: str, value: Enum | str | None) -> str:
        """The words for one of a kind, such as ("whose", Whose.SCRIBED); "other" for none."""
        name = value.value if isinstance(value, Enum) else value or "other"
        return self[f"{kind}_{name}"]

    def titled(self, shape: str, record: Record, name: str) -> str:
        """The title of a shape with the name in it; a parent's own is another, and so is one without a name."""
        who = "_parent" if record.audience is Audience.PARENT else ""
        return self[f"{shape}_title{who}"].replace("{name}", name) if name else self[f"{shape}_title_nameless{who}"]

    def count(self, name: str, number: int) -> str:
        """A sentence about a number: `<name>_one` for one, `<name>_more` with its {n} filled for others."""
        return self[f"{name}_{'one' if number == 1 else 'more'}"].replace("{n}", str(number))

    def provenance(self, line: Line) -> str:
        """Whose words, by whose hand, how said, on which day, and whether changed after being heard."""
        whose = self.of("whose", line.whose)
        if line.helper and line.whose is Whose.SCRIBED:
            whose = f"{whose} ({line.helper})"
        plain = line.whose is Whose.CHOSEN_PICTURES and line.input is Input.PICTURES  # the one says the other
        said = [
            whose,
            "" if plain else self.of("input", line.input),
            self.day(line.at),
            self["edited"] if line.edited else "",
        ]
        return ", ".join(part for part in said if part)

    def tongue(self, record: Record) -> str:
        """The language of what was asked and said, such as cy, where it is not that of these words; else empty."""
        spoken = next((str(found.value) for found in record.adjustments if found.name == "language"), ENGLISH)
        return "" if spoken == self.language else spoken

    def day(self, at: str) -> str:
        """A date as these words would have it."""
        return day(at, self.language)

    def alt(self, line: Line) -> str:
        """What is heard in place of a drawing: the person's own words about it where there are any."""
        return line.words or self["drawing"]

    def hints(self, record: Record, line: Line) -> tuple[str, ...]:
        """Where else the line may belong, and which of its words say so; a person's own copy does without."""
        return () if record.own else tuple(
            self[f"hint_{hint.section}"].replace("{because}", hint.because) for hint in line.hints
        )  # fmt: skip

    def year(self, number: int | None) -> str:
        """The year group in words; empty where none was given."""
        if number is None:
            return ""
        early = {-1: "year_nursery", 0: "year_reception"}
        return self[early[number]] if number in early else self["year_number"].replace("{n}", str(number))

    def adjusted(self, adjustment: Adjustment) -> str:
        """One adjustment in words, such as "Letters: 2 times as big", or only its name where it is simply on."""
        name, value = adjustment.name, adjustment.value
        title = self.texts.get(f"adjusted_{name}", name.replace("_", " "))  # one that a later version took away
        if isinstance(value, bool):
            return title if value else f"{title}: {self['no']}"
        number = value if isinstance(value, (int, float)) else 0
        words = self.texts.get(f"adjust_{name}_{_plain(value)}", self.texts.get(f"adjust_{name}_n", _plain(value)))
        return f"{title}: {words.replace('{n}', f'{number:g}').replace('{seconds}', f'{number / 1000:g}')}"

    def facts(self, record: Record) -> tuple[tuple[str, str], ...]:
        """What heads a record: who, with whom, what for, when; what was not given is left out."""
        given = (
            ("called", record.called), ("about", record.about), ("year", self.year(record.year_group)),
            ("audience", self.of("audience", record.audience)), ("helped", record.helper),
            ("purpose", self.of("purpose", record.purpose)), ("state", self.of("state", record.state)),
            ("adjusted", "; ".join(self.adjusted(found) for found in record.adjustments)),
            ("began", self.day(record.began)), ("ended", self.day(record.ended)), ("id", record.id),
            ("signed", "" if record.own or not record.signed else f"{record.signed.who}, {self.day(record.signed.at)}"),
            ("seal", "" if record.own else record.seal),
        )  # fmt: skip
        return tuple((self.of("fact", name), value) for name, value in given if value)


def here(at: str) -> datetime:
    """A moment by the clock on this machine's wall, from ISO 8601 in UTC."""
    return datetime.fromisoformat(at).astimezone()


def day(at: str, language: str = ENGLISH) -> str:
    """A date as it is written in a language, such as 3 May 2027; raises UnknownLocaleError."""
    return str(format_date(here(at).date(), "d MMMM y", Locale.parse(language, sep="-")))


def _plain(value: float | str) -> str:
    """A value as it stands in the names of wordings."""
    return value.replace("-", "_").lower() if isinstance(value, str) else f"{value:g}"


def told(line: Line, labels: Labels) -> tuple[str, ...]:
    """What was chosen rather than said, one sentence each: pictures, cards by heap, a place on a scale."""
    heaps = {pair.heap.id: pair.heap.label for pair in line.cards}
    picked = [labels["chose"] + " " + ", ".join(choice.label for choice in line.choices)] if line.choices else []
    for heap, label in heaps.items():
        picked.append(f"{label}: " + ", ".join(pair.card.label for pair in line.cards if pair.heap.id == heap))
    if line.scale:
        place = labels["scale_place"].replace("{value}", str(line.scale.value)).replace("{most}", str(line.scale.most))
        picked.append(f"{line.scale.label} ({place})")
    return tuple(picked)
