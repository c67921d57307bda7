"""Insight, put into words. What is no longer in the content is left out, since nobody could read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.interview.bank import Bank, Question, Variant
from records.conversation import Audience
from records.exports.labels import Labels
from records.insight import EARLIER
from records.insight_counts import What
from records.insight_tables import Insight, Numbers, Row, Table
from records.withholding import LEAST

OWN_TITLE, PARENT_TITLE = Audience.YOUNG_TEEN, Audience.PARENT
AREA = "area:"
Say = Callable[[str], str]
"""Puts an English sentence of ours into a language."""


@dataclass(frozen=True)
class Shown:
    """A row in words; `stages` and `terms` as in the table."""

    name: str
    label: str
    count: int | None
    of: int | None
    stages: Numbers
    terms: Numbers

    @property
    def share(self) -> float:
        """How much of the whole it is, from 0 to 1."""
        return (self.count or 0) / self.of if self.of else 0.0


@dataclass(frozen=True)
class Block:
    """A table in words; `topic` is the id of the topic that it belongs to, if any; `language` is that of its title."""

    name: str
    what: What
    title: str
    rows: tuple[Shown, ...]
    of: int | None
    topic: str = ""
    parent: bool | None = None
    language: str = "en-GB"


@dataclass(frozen=True)
class Picture:
    """The whole insight in words; `columns` has the number of conversations of each term."""

    people: int | None
    stages: tuple[str, ...]
    terms: tuple[str, ...]
    columns: Numbers
    blocks: tuple[Block, ...]
    least: int = LEAST

    def of(self, *kinds: What) -> tuple[Block, ...]:
        """The blocks of these kinds, in their order."""
        return tuple(block for kind in kinds for block in self.blocks if block.what is kind)

    def about(self, topic: str) -> tuple[Block, ...]:
        """What was picked in a topic."""
        return tuple(block for block in self.of(What.CHOICE, What.CARD, What.PLACE) if block.topic == topic)


def in_words(bank: Bank, insight: Insight, say: Say = str) -> Picture:
    """Every table that can be put into words, those of the bank and those that `say` translates."""
    return _Wording(bank, say).picture(insight)


class _Wording:
    """Puts names into words; what is no longer in the content is left out, since nobody could read it."""

    def __init__(self, bank: Bank, say: Say) -> None:
        self._bank, self._say = bank, say
        self._labels: Labels = bank.staff_labels

    def picture(self, insight: Insight) -> Picture:
        """Every table that can be put into words."""
        blocks = tuple(block for table in insight.tables if (block := self._block(table)) and block.rows)
        terms, stages = tuple(self._term(term) for term in insight.terms), self._stages()
        return Picture(insight.people, tuple(stages[name] for name in insight.stages), terms, insight.columns, blocks)

    def _block(self, table: Table) -> Block | None:
        question = self._bank.questions.get(table.subject)
        if table.subject and question is None:
            return None
        rows = tuple(self._rows(table, question))
        side = "" if table.parent is None else "-parents" if table.parent else "-own"
        name = "-".join(part for part in (table.what.value, table.subject) if part) + side
        return Block(
            name, table.what, self._title(table, question), rows, table.of, question.topic if question else "",
            table.parent, self._tongue(table, question),
        )  # fmt: skip

    def _rows(self, table: Table, question: Question | None) -> Iterator[Shown]:
        """In the order of the content, or of time; never by size, which would tell of what is withheld."""
        labels = self._names(table, question)
        rows = {row.name: row for row in table.rows}
        for name, label in labels.items():
            row: Row | None = rows.get(name)
            if row:
                yield Shown(name, label, row.count, row.of or table.of, row.stages, row.terms)

    def _names(self, table: Table, question: Question | None) -> dict[str, str]:
        if question:
            found = _choices(self._bank, table.what, question, parent=bool(table.parent))
            return {name: text.replace("{child}", self._say("your child")) for name, text in found.items()}
        labels, bank, _ = self._labels, self._bank, self._say
        topics = {topic.id: topic.title(OWN_TITLE) for topic in bank.topics}
        areas = sorted({question.send_area for question in bank.questions.values() if question.send_area})
        kinds: dict[What, dict[str, str]] = {
            What.AUDIENCE: {audience.value: labels[f"listed_{audience.value}"] for audience in Audience},
            What.PURPOSE: _starting(labels, "purpose_"),
            What.YEAR: {str(year): labels.year(year) for year in range(-1, 20)} | {"": self._stages()["not_given"]},
            What.HELPED: {"": _("Somebody helped, for example by typing")},
            What.ADJUSTMENT: _starting(labels, "adjusted_"),
            What.INPUT: {name: text.capitalize() for name, text in _starting(labels, "input_").items()},
            What.ANSWERED: topics | {f"{AREA}{area}": self._need(area) for area in areas},
            What.DONE: {"": _("Anything at all")} | topics,
        }
        return kinds.get(table.what, {})

    def _title(self, table: Table, question: Question | None) -> str:
        _ = self._say
        titles = {
            What.AUDIENCE: _("Who took part"), What.PURPOSE: _("What it was for"), What.YEAR: _("Year groups"),
            What.HELPED: _("Help"), What.ADJUSTMENT: _("Adjustments that were used"),
            What.INPUT: _("How people answered"), What.ANSWERED: _("Topics and areas of need that were answered"),
            What.DONE: _("You said, we did: something was written down as done"),
        }  # fmt: skip
        if not question:
            return titles[table.what]
        found = _asked(question, parent=bool(table.parent))
        return found.ask.replace("{child}", _("your child")) if found else question.id

    def _tongue(self, table: Table, question: Question | None) -> str:
        found = _asked(question, parent=bool(table.parent)) if question else None
        return found.language if found else self._bank.language

    def _stages(self) -> dict[str, str]:
        _ = self._say
        return {
            "early": _("To Year 2"), "junior": _("Years 3–6"), "middle": _("Years 7–9"), "upper": _("Years 10–11"),
            "older": _("Year 12 on"), "not_given": _("Not given"),
        }  # fmt: skip

    def _term(self, name: str) -> str:
        _ = self._say
        seasons = {"1": _("Spring"), "2": _("Summer"), "3": _("Autumn")}
        year, _sign, season = name.partition("-")
        return _("Earlier") if name == EARLIER else f"{seasons[season]} {year}"

    def _need(self, area: str) -> str:
        _ = self._say
        known = {
            "cognition_and_learning": _("Need: cognition and learning"),
            "communication_and_interaction": _("Need: communication and interaction"),
            "sensory_and_physical": _("Need: sensory and physical"),
            "social_emotional_mental_health": _("Need: social emotional mental health"),
        }
        return known.get(area, area.replace("_", " "))


def _starting(labels: Labels, start: str) -> dict[str, str]:
    return {name.removeprefix(start): text for name, text in labels.texts.items() if name.startswith(start)}


def _asked(question: Question, *, parent: bool) -> Variant | None:
    """The question as parents are asked it, or else the oldest of those who can choose from its cards."""
    order = [Audience.PARENT] if parent else [*reversed(Audience)][1:]
    asked = [question.variants[audience] for audience in order if audience in question.variants]
    return next((variant for variant in asked if variant.choices), asked[0] if asked else None)


def _choices(bank: Bank, what: What, question: Question, *, parent: bool) -> dict[str, str]:
    """The cards of a question; with each heap where they are sorted; the places of a scale by number."""
    sides = [audience for audience in question.variants if (audience is Audience.PARENT) is parent]
    if what is What.PLACE:
        scale = max((question.variants[audience].choices for audience in sides), key=len, default=())
        return {str(place): f"{place}: {choice.labels['default']}" for place, choice in enumerate(scale, 1)}
    cards = {
        choice.id: choice.labels["default"] for audience in sides for choice in question.variants[audience].choices
    }
    if what is What.CARD:
        heaps = {heap.id: heap.labels["default"] for heap in bank.heaps}
        return {f"{card} {heap}": f"{heaps[heap]}: {text}" for card, text in cards.items() for heap in heaps}
    return cards
