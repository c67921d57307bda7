"""Insight: what many people said, as numbers alone, with small ones withheld before anybody sees them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from records.conversation import Audience
from records.insight_counts import STAGES, Fact, Group, Tally, What
from records.insight_tables import Insight, Numbers, Row, Table
from records.withholding import LEAST, Cell, is_small, parts_told, withheld

MOST_TERMS = 6
EARLIER = "earlier"
"""The terms before the newest MOST_TERMS, taken together."""


def insight_of(tally: Tally) -> Insight:
    """The count as it may be told."""
    return _Telling(tally).insight()


class _Telling:
    """Goes from the whole to the parts: a part is told only where what it is a part of is told."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._all: Counter[Group] = Counter()
        for fact, groups in tally.items():
            if fact.what is What.AUDIENCE:
                self._all.update(groups)
        self._sides = {self._all.total(), *(_only(self._all, parent).total() for parent in (False, True))}
        newest = sorted({group.term for group in self._all})
        older = newest[:-MOST_TERMS]
        self._terms = (*((EARLIER,) if older else ()), *newest[-MOST_TERMS:])
        self._older = frozenset(older)

    def insight(self) -> Insight:
        """Everything, or nothing where there are too few conversations."""
        people = self._all.total()
        if people < LEAST:
            return Insight(None)
        audiences, columns = self._audiences()
        tables = [audiences, self._list(What.PURPOSE), self._list(What.YEAR), *self._shares_of_all()]
        parents = {row.name: row.count for row in audiences.rows}.get(Audience.PARENT.value, 0) if audiences else None
        if parents is not None:  # else how many conversations each side had could be read from what they were asked
            tables += [table for parent in (False, True) for table in self._views(parent)]
        return Insight(people, self._terms, tuple(table for table in tables if table and table.rows), columns)

    def _audiences(self) -> tuple[Table | None, Numbers]:
        """Conversations by audience and term, with the sums of both; the sums of the terms apart."""
        found = {fact.of: self._by_term(groups) for fact, groups in self._tally.items() if fact.what is What.AUDIENCE}
        names = [audience.value for audience in Audience if audience.value in found]
        inside = [Cell(n, ("row", name), ("term", t)) for name in names for t, n in enumerate(found[name])]
        rows = [Cell(sum(found[name]), "rows", ("row", name), is_sum=True) for name in names]
        columns = [Cell(n, ("term", t), "terms", is_sum=True) for t, n in enumerate(self._by_term(self._all))]
        cells = [*inside, *rows, *columns]
        hidden = withheld(cells)
        if hidden is None:
            return None, ()
        told = [None if place in hidden else cell.value for place, cell in enumerate(cells)]
        wide, sums = len(self._terms), told[len(inside) :]
        made = (Row(name, sums[at], terms=tuple(told[at * wide : (at + 1) * wide])) for at, name in enumerate(names))
        return Table(What.AUDIENCE, tuple(made)), tuple(sums[len(names) :])

    def _list(self, what: What) -> Table | None:
        """What each conversation has one of. By term it is not told: the terms' own sums would give parts away."""
        found = {fact.of: groups for fact, groups in self._tally.items() if fact.what is what}
        told = parts_told([sum(groups.values()) for groups in found.values()])
        rows = [Row(name, count) for name, count in zip(found, told, strict=True)] if told else []
        return Table(what, tuple(sorted(rows, key=lambda row: row.name)), of=self._all.total())

    def _shares_of_all(self) -> Iterator[Table]:
        """What may or may not be so in any conversation."""
        for what in (What.HELPED, What.INPUT, What.ADJUSTMENT, What.DONE):
            found = {fact.of: groups for fact, groups in self._tally.items() if fact.what is what}
            rows = (self._share(name, groups, self._all, known=True) for name, groups in found.items())
            yield Table(what, tuple(rows), of=self._all.total())

    def _views(self, parent: bool) -> Iterator[Table]:
        """What was said by children and young people, or by parents: never by both together."""
        everyone = _only(self._all, parent)
        asked = {fact.of: _only(groups, parent) for fact, groups in self._tally.items() if fact.what is What.ASKED}
        rows = (self._answered(name, groups, parent, everyone) for name, groups in asked.items())
        yield Table(What.ANSWERED, tuple(row for row in rows if row), parent=parent)
        for question in sorted(fact.of for fact in self._tally if fact.what is What.PICKED):
            base = _only(self._tally[Fact(What.PICKED, question)], parent)
            if _tellable(base.total(), everyone.total()):
                yield from self._picks(question, parent, base)

    def _answered(self, name: str, asked: Counter[Group], parent: bool, everyone: Counter[Group]) -> Row | None:
        told = _only(self._tally.get(Fact(What.ANSWERED, name), {}), parent)
        return self._share(name, told, asked) if _tellable(asked.total(), everyone.total()) else None

    def _picks(self, question: str, parent: bool, base: Counter[Group]) -> Iterator[Table]:
        for what in (What.CHOICE, What.CARD, What.PLACE):
            found = {
                fact.value: counted
                for fact, groups in self._tally.items()
                if fact.what is what and fact.of == question and (counted := _only(groups, parent)).total()
            }
            guarded = self._guarded(found, base)
            if guarded is not None:
                rows = (self._share(value, groups, base, hide=value in guarded) for value, groups in found.items())
                yield Table(what, tuple(rows), question, parent, base.total())

    def _guarded(self, found: Mapping[str, Counter[Group]], base: Counter[Group]) -> frozenset[str] | None:
        """Where everybody picked exactly one, what the sum of all would give away; None where that is everything."""
        counts = [groups.total() for groups in found.values()]
        if sum(counts) != base.total():
            return frozenset()
        told = parts_told(counts)
        if told is None:
            return None
        return frozenset(value for value, count in zip(found, told, strict=True) if count is None)

    def _share(
        self, name: str, counted: Mapping[Group, int], base: Counter[Group], *, known: bool = False, hide: bool = False
    ) -> Row:
        """In how many of the base it was so. `known`: how many that is at each stage and term is told elsewhere."""
        count, of = sum(counted.values()), base.total()
        if hide or is_small(count) or is_small(of - count):
            return Row(name, None, of)
        if count in self._sides:  # so it was in each of them: its parts are theirs, which are told by their own rules
            return Row(name, count, of)
        parts = [self._parts(by(counted), by(base) if known else None) for by in (self._by_stage, self._by_term)]
        return Row(name, count, of, *parts)

    def _parts(self, parts: list[int], wholes: list[int] | None) -> Numbers:
        told = parts_told(parts, wholes)
        return told if told is not None else (None,) * len(parts)

    def _by_term(self, groups: Mapping[Group, int]) -> list[int]:
        found: Counter[str] = Counter()
        for group, many in groups.items():
            found[EARLIER if group.term in self._older else group.term] += many
        return [found[term] for term in self._terms]

    def _by_stage(self, groups: Mapping[Group, int]) -> list[int]:
        return [sum(many for group, many in groups.items() if group.stage == stage) for stage in STAGES]


def _only(groups: Mapping[Group, int] | Iterable[tuple[Group, int]], parent: bool) -> Counter[Group]:
    """The counts of one side alone."""
    return Counter({group: many for group, many in dict(groups).items() if group.parent is parent})


def _tellable(count: int, of: int) -> bool:
    """Whether neither a number nor what is left of a known one is small."""
    return count >= LEAST and not is_small(of - count)
