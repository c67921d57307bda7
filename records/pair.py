"""A pair: one question, and what a person and a parent each said to it. The two are compared and never merged."""

from dataclasses import dataclass
from enum import Enum

from records.message import Input
from records.record import Line


class Told(str, Enum):
    """Who of the two answered a question."""

    BOTH = "both"
    ONLY_OWN = "only_own"
    ONLY_PARENT = "only_parent"
    NEITHER = "neither"


class Places(str, Enum):
    """How two places on a scale compare."""

    SAME = "same"
    DIFFERENT = "different"
    OTHER_SCALE = "other_scale"


@dataclass(frozen=True)
class Picks:
    """What was chosen by both, and by one of them alone, in the words on the cards."""

    both: tuple[str, ...]
    only_own: tuple[str, ...]
    only_parent: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """A card that the two put in different heaps."""

    card: str
    own: str
    parent: str


@dataclass(frozen=True)
class Pair:
    """One question and what each said; None where there is nothing to show: not asked, or kept by its owner."""

    question_id: str
    own: Line | None
    parent: Line | None

    @property
    def told(self) -> Told:
        """Who answered, as far as that may be seen."""
        own, parent = bool(self.own and self.own.answered), bool(self.parent and self.parent.answered)
        if own and parent:
            return Told.BOTH
        return Told.ONLY_OWN if own else Told.ONLY_PARENT if parent else Told.NEITHER

    @property
    def asked(self) -> str:
        """The question as the person was asked it; as the parent was, where only they were."""
        line = self.own or self.parent
        return line.asked if line else ""

    @property
    def picks(self) -> Picks | None:
        """Where both chose pictures: which of them both chose."""
        if not (self.own and self.parent and self.own.choices and self.parent.choices):
            return None
        own = {choice.id: choice.label for choice in self.own.choices}
        parent = {choice.id: choice.label for choice in self.parent.choices}
        return Picks(
            tuple(label for name, label in own.items() if name in parent),
            tuple(label for name, label in own.items() if name not in parent),
            tuple(label for name, label in parent.items() if name not in own),
        )

    @property
    def places(self) -> Places | None:
        """Where both marked a place on a scale: whether it is the same one."""
        if not (self.own and self.parent and self.own.scale and self.parent.scale):
            return None
        if self.own.scale.most != self.parent.scale.most:
            return Places.OTHER_SCALE
        return Places.SAME if self.own.scale.value == self.parent.scale.value else Places.DIFFERENT

    @property
    def moved(self) -> tuple[Moved, ...] | None:
        """Where both sorted cards: those of which the heaps differ; a card that one did not sort is none of them."""
        if not (self.own and self.parent and self.own.cards and self.parent.cards):
            return None
        theirs = {pair.card.id: pair.heap for pair in self.parent.cards}
        return tuple(
            Moved(pair.card.label, pair.heap.label, theirs[pair.card.id].label)
            for pair in self.own.cards
            if pair.card.id in theirs and theirs[pair.card.id].id != pair.heap.id
        )

    @property
    def other_ways(self) -> bool:
        """Whether one answered in words and the other by tapping or drawing, so that the two cannot be compared."""
        if self.told is not Told.BOTH or not (self.own and self.parent):
            return False
        return (self.own.words is None) != (self.parent.words is None) or (
            (self.own.input is Input.DRAWN) != (self.parent.input is Input.DRAWN)
        )
