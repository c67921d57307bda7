"""Builds the gate, the safety rules and the ear from their data."""

import sys
from collections.abc import Sequence

from bot.understanding.ear import Example, TrainedEar, examples
from bot.understanding.files import HEADS, read, read_cries, read_examples
from bot.understanding.gate import Gate
from bot.understanding.heads import Heads, Taught, digest_of, teach
from bot.understanding.safety import Ear, Rules, Safety
from bot.understanding.sense import find_sense
from bot.understanding.wishes import ANSWER, Wishes
from bot.understanding.words import Spellings


def load_gate() -> Gate:
    """The gate with the wishes of data/understanding and the examples of data/training."""
    spellings = Spellings.from_data(read("spellings"))
    return Gate(Wishes.from_data(read("wishes"), read_examples(), spellings))


def safety_spellings() -> Spellings:
    """How people write the words that the safety rules know."""
    return Spellings.from_data(read("spellings")).joined(Spellings.from_data(read("safety")["spellings"]))


def load_safety(ear: Ear | None = None) -> Safety:
    """The safety rules of data/understanding, with the trained ear if there is one."""
    return Safety(Rules.from_data(read("safety")), safety_spellings(), ear)


def train_ear(everyday: Sequence[str]) -> TrainedEar:
    """Teach the ear's letters and words from data/understanding/cries, and from everyday talk."""
    return TrainedEar.train(examples(read_cries(), everyday), load_safety().plain)


def lessons() -> tuple[list[Example], Taught]:
    """What the sense is taught: cries for help beside everyday talk, and wishes beside answers."""
    replies = [(text, intent) for intent, texts in read_examples().items() for text in texts]
    files = read_cries()
    cries = examples(files, [text for text, _ in replies])
    told = [(cry.text, ANSWER) for cry in examples(files)]
    return cries, [*replies, *told]


def taught_heads() -> Heads:
    """What the sense was taught, as published; where the sentences were changed since, it is taught anew."""
    cries, replies = lessons()
    if HEADS.exists() and str((published := Heads.load(HEADS)).digest) == digest_of(cries, replies):
        return published
    print(f"Learning the sense of {len(cries)} sentences: this takes a few minutes", file=sys.stderr, flush=True)
    return teach(find_sense(), cries, replies)
