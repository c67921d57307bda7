"""What the portal reads besides wordings: the law, and the sentences for a Local Offer."""

from collections.abc import Iterator
from pathlib import Path

from bot.interview.content import ContentError, Problem, read
from bot.interview.law import leads_nowhere


def unusable(data: Path) -> Iterator[Problem]:
    """Each mistake in law.yml and local_offer.yml."""
    try:
        yield from leads_nowhere(data)
    except ContentError as error:
        yield from error.problems
    try:
        read(data / "local_offer.yml", data / "schema" / "local_offer.schema.json")
    except ContentError as error:
        yield from error.problems
