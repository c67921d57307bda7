"""Builds the gate and the safety rules from their data."""

from collections.abc import Sequence

from bot.understanding.ear import TrainedEar, examples
from bot.understanding.files import read, read_examples
from bot.understanding.gate import Gate
from bot.understanding.safety import Ear, Rules, Safety
from bot.understanding.wishes import Wishes
from bot.understanding.words import Spellings


def load_gate(english: frozenset[str] = frozenset()) -> Gate:
    """The gate with the wishes of data/understanding and the examples of data/training."""
    spellings = Spellings.from_data(read("spellings"))
    return Gate(Wishes.from_data(read("wishes"), read_examples(), spellings), english)


def safety_spellings() -> Spellings:
    """How people write the words that the safety rules know."""
    return Spellings.from_data(read("spellings")).joined(Spellings.from_data(read("safety")["spellings"]))


def load_safety(ear: Ear | None = None) -> Safety:
    """The safety rules of data/understanding, with the trained ear if there is one."""
    return Safety(Rules.from_data(read("safety")), safety_spellings(), ear)


def train_ear(everyday: Sequence[str]) -> TrainedEar:
    """Teach the ear from data/understanding, and from everyday talk."""
    return TrainedEar.train(examples(read("safety_examples"), everyday), load_safety().plain)
