"""Builds the gate and the safety rules from their data."""

from bot.understanding.files import read, read_examples
from bot.understanding.gate import Gate
from bot.understanding.wishes import Wishes
from bot.understanding.words import Spellings


def load_gate(english: frozenset[str] = frozenset()) -> Gate:
    """The gate with the wishes of data/understanding and the examples of data/training."""
    spellings = Spellings.from_data(read("spellings"))
    return Gate(Wishes.from_data(read("wishes"), read_examples(), spellings), english)
