"""Tables of an insight: numbers that may be told, and None in the place of each that is withheld."""

from dataclasses import dataclass

from records.insight_counts import STAGES, What

Numbers = tuple[int | None, ...]
"""None for each number that is withheld."""


@dataclass(frozen=True)
class Row:
    """In how many conversations something was so, `of` how many; by stage and by term where that can be told."""

    name: str
    count: int | None
    of: int | None = None
    stages: Numbers = ()
    terms: Numbers = ()


@dataclass(frozen=True)
class Table:
    """Numbers of one kind; `subject` is the question, where it is about one, and `parent` whose views they are."""

    what: What
    rows: tuple[Row, ...]
    subject: str = ""
    parent: bool | None = None
    of: int | None = None


@dataclass(frozen=True)
class Insight:
    """All that is told of an area. `people` is None where there are too few conversations to say anything."""

    people: int | None
    terms: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    columns: Numbers = ()
    stages: tuple[str, ...] = STAGES

    def of(self, what: What) -> tuple[Table, ...]:
        """The tables of one kind."""
        return tuple(table for table in self.tables if table.what is what)
