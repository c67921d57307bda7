"""One of a few expected answers: taken only where free listening heard something that sounds like it."""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
"""How much of two texts must be the same, letter by letter, to sound alike."""


def meant(choices: Sequence[str], heard: str, freely: str) -> bool:
    """Whether `heard`, by a recogniser that knows nothing but the choices, is one that was truly said.

    Such a recogniser hears a choice in whatever is said, so what was heard `freely` must sound alike.
    """
    known = {_letters(choice) for choice in choices}
    said = _letters(heard)
    return said in known and SequenceMatcher(None, said, _letters(freely), autojunk=False).ratio() >= ALIKE


def _letters(text: str) -> str:
    """Letters alone; a Korean syllable counts as the letters that it is made of."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if letter.isalnum())
