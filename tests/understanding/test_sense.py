"""The sense of a sentence: near for what means alike, bounded for what is long, cut where a reply has many parts."""

import pytest

from bot.understanding.pieces import MOST_PIECES, MOST_WORDS, pieces
from bot.understanding.sense import SIZE, find_sense


@pytest.fixture(scope="module")
def sense():
    return find_sense()


def test_sentences_that_mean_alike_are_nearer_than_others(sense):
    """Other words for the same thing count as near."""
    dad = sense("my dad hits me")
    assert dad @ sense("daddy smacks me") > dad @ sense("we had chips at the seaside")


@pytest.mark.parametrize("text", ["", "🐉", "x" * 10_000, "ا" * 50, "what " * 3_000, "\ud83c"], ids=range(6))
def test_any_text_has_a_sense_of_length_one(sense, text):
    """Also none, an emoji, another alphabet, half a letter, and what would take seconds if it were read as a word."""
    found = sense(text)
    assert found.shape == (SIZE,)
    assert abs(float(found @ found) - 1) < 1e-3


def test_a_reply_is_one_piece_and_a_long_one_is_cut_at_sentences():
    """Nothing is left out up to a bound, and no piece is longer than what the sense reads."""
    assert pieces("My nan. She lives next door!") == ["My nan. She lives next door!"]
    many = pieces("We went to the park and had chips. " * 40)
    assert all(len(piece.split()) <= MOST_WORDS for piece in many)
    assert sum(len(piece.split()) for piece in many) == 8 * 40
    assert len(pieces("word " * 20_000)) == MOST_PIECES
    assert pieces("") == [""]
