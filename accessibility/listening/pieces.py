"""Cutting a long utterance at its pauses, into pieces that a model for short sound hears best."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_PAUSE = 2.0
"""Seconds without speech that stay inside a piece: longer ones would make the model invent words."""
LONG = 20.0
"""Seconds after which a piece ends at the next pause."""
EDGE = 0.5
"""Seconds around speech that are heard too, since the detector of speech is late at soft beginnings."""


@dataclass(frozen=True)
class Span:
    """A stretch of sound, in seconds."""

    start: float
    end: float


def pieces(speech: Sequence[Span], whole: float) -> list[Span]:
    """Where to cut, given where there is speech; only the last piece can still change while more is said."""
    groups: list[list[Span]] = []
    for span in speech:
        if groups and span.start - groups[-1][-1].end <= LONGEST_PAUSE and span.end - groups[-1][0].start <= LONG:
            groups[-1].append(span)
        else:
            groups.append([span])
    if not groups:
        return []
    found = [Span(group[0].start, group[-1].end) for group in groups]
    starts = [0.0, *((before.end + after.start) / 2 for before, after in itertools.pairwise(found))]
    ends = [*starts[1:], whole]
    return [
        Span(max(start, piece.start - EDGE), min(end, piece.end + EDGE))
        for piece, start, end in zip(found, starts, ends, strict=True)
    ]


def spread(words: Sequence[str], piece: Span, speech: Sequence[Span]) -> list[Span]:
    """About when each word was said, for an engine that does not tell: by its share of the letters."""
    inside = [span for span in speech if span.end > piece.start and span.start < piece.end] or [piece]
    start, end = max(piece.start, inside[0].start), min(piece.end, inside[-1].end)
    letters = sum(len(word) for word in words) or 1
    found, at = [], start
    for word in words:
        until = at + (end - start) * len(word) / letters
        found.append(Span(round(at, 2), round(until, 2)))
        at = until
    return found
