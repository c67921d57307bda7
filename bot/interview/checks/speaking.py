"""Speaking: the voices and the list of pronunciations can be read, and a voice's id means one voice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.interview.checks.places import at
from bot.interview.content import Problem, read


def voices(data: Path) -> Iterator[Problem]:
    """Raises ContentError where a file does not fit its schema."""
    read(data / "speaking" / "pronunciations.yml", data / "schema" / "pronunciations.schema.json")
    path = data / "speaking" / "voices.yml"
    held = read(path, data / "schema" / "voices.schema.json")["voices"]
    for name, times in Counter(voice["id"] for voice in held).items():
        if times > 1:
            last = max(number for number, voice in enumerate(held) if voice["id"] == name)
            yield at(path, ("voices", last), f"the voice id {name} is used {times} times")
