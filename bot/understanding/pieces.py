"""The pieces of a reply whose sense is taken: the reply itself, or parts that are short enough, and not too many."""

import re
from collections.abc import Iterator

MOST_WORDS = 40
MOST_PIECES = 16
"""So that time stays bounded: in a longer reply, the rules and the ear's letters and words still read it all."""
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")


def pieces(text: str) -> list[str]:
    """At least one; each of whole sentences as far as these are short enough."""
    return (list(_pieces(text)) or [text])[:MOST_PIECES]


def _pieces(text: str) -> Iterator[str]:
    gathered: list[str] = []
    for part in _short_enough(text):
        if gathered and len(gathered) + len(part) > MOST_WORDS:
            yield " ".join(gathered)
            gathered = []
        gathered += part
    if gathered:
        yield " ".join(gathered)


def _short_enough(text: str) -> Iterator[list[str]]:
    """The words of each sentence; those of a long one in several parts."""
    for sentence in _SENTENCE.findall(text):
        words = sentence.split()
        yield from (words[start : start + MOST_WORDS] for start in range(0, len(words), MOST_WORDS))
