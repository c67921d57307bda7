"""Where a long utterance is cut."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.listening.pieces import LONG, Span, pieces, spread


def speech_of(*times):
    """Spans of speech."""
    return [Span(start, end) for start, end in times]


def test_silence_has_no_pieces():
    """Where nobody speaks there is nothing to hear."""
    assert pieces([], 30.0) == []


def test_a_short_pause_does_not_cut():
    """Somebody who stops to think for a second is heard in one go, a little before and after their words too."""
    assert pieces(speech_of((1.0, 3.0), (4.0, 6.0)), 8.0) == [Span(0.5, 6.5)]


def test_a_long_pause_is_left_out():
    """A pause of any length ends a piece, and is not listened to."""
    assert pieces(speech_of((1.0, 3.0), (60.0, 62.0)), 70.0) == [Span(0.5, 3.5), Span(59.5, 62.5)]


def test_long_speech_is_cut_at_a_pause():
    """A piece ends at a pause before it becomes too long for the model."""
    found = pieces(speech_of((0.0, 9.0), (9.6, 18.0), (18.6, 27.0)), 30.0)
    assert found == [Span(0.0, 18.3), Span(18.3, 27.5)]


spans = st.lists(st.tuples(st.floats(0.01, 5), st.floats(0.1, 12)), max_size=20)


@given(spans)
def test_settled_pieces_stay_as_they_are(steps):
    """However much more is said, only the last piece changes."""
    speech, at = [], 0.0
    before: list[Span] = []
    for pause, length in steps:
        speech.append(Span(at + pause, at + pause + length))
        at = speech[-1].end
        now = pieces(speech, at)
        assert now[: len(before) - 1] == before[:-1]
        assert all(piece.end - piece.start <= LONG + 13.0 for piece in now)
        before = now


def test_words_are_spread_over_the_speech():
    """An engine that tells no times gives each word its share, in order, within what was said."""
    times = spread(["a", "longer", "one"], Span(0.0, 10.0), speech_of((2.0, 7.0)))
    assert [(time.start, time.end) for time in times] == [(2.0, 2.5), (2.5, 5.5), (5.5, 7.0)]
