"""Reviewing the wordings as a careful reader would: hard, leading, overdue; each place named with its file and line."""

from datetime import date
from pathlib import Path

from bot.interview.checks import bands, manner, portal, upkeep
from bot.interview.checks.files import Files
from bot.interview.checks.texts import all_texts
from bot.interview.content import Problem, read


def review(data: Path, reading_age: bands.ReadingAge, today: date) -> list[Problem]:
    """Everything that a reader should mend in the content; raises ContentError where a file cannot be read."""
    words, schema = data / "words", data / "schema"
    limits = read(words / "bands.yml", schema / "bands.schema.json")
    held = bands.bands(limits["bands"])
    files = Files.of(data)
    texts = all_texts(files, tuple(limits["read_by_staff"]))
    judged = [text for text in texts if not str(text.keys[0]).startswith(tuple(limits["read_by_adults_too"]))]
    return [
        *bands.long_sentences(judged, held),
        *bands.hard_words(judged, held),
        *bands.hard_to_read(judged, held, reading_age),
        *bands.easier_is_easier(texts),
        *manner.bad_manners(texts, manner.manners(read(words / "manners.yml", schema / "manners.schema.json"))),
        *upkeep.overdue(files, today),
        *upkeep.mapped_to_nothing(files),
        *upkeep.unused_boards(files),
        *upkeep.unused_choices(files, texts),
        *upkeep.unknown_places(texts, frozenset(limits["places"])),
        *upkeep.training_keys(files),
        *portal.unusable(data),
    ]
