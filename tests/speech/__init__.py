"""Real speech, and how well it is heard."""

import re
import wave
from pathlib import Path

FOLDER = Path(__file__).parent
SAID = {
    "austen_0890": "unless to be rather cold hearted and rather selfish is to be ill disposed",
    "jfk": "And so my fellow Americans ask not what your country can do for you ask what you can do for your country",
    "child_000030012": "mark is going to see elephant",
}


def clip(name: str) -> Path:
    """The file of a clip."""
    return FOLDER / f"{name}.wav"


def pcm(name: str) -> bytes:
    """Its samples."""
    with wave.open(str(clip(name))) as file:
        return file.readframes(file.getnframes())


def wrong_words(said: str, heard: str) -> int:
    """How many words must be put in, taken out or changed."""
    words, found = _words(said), _words(heard)
    row = list(range(len(found) + 1))
    for place, word in enumerate(words, 1):
        before, row[0] = row[0], place
        for column, other in enumerate(found, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (word != other))
    return row[-1]


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()
