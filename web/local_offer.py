"""What staff approved for publishing on a Local Offer: sentences of their own about many, never about one child."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.interview.content import read


@dataclass(frozen=True)
class Approved:
    """What many said, what was done, and who approved the sentences on which day."""

    said: str
    did: str
    approved_by: str
    on: str


@dataclass(frozen=True)
class Offer:
    """The words of the page."""

    area: str
    approved: tuple[Approved, ...]


def read_offer(data: Path) -> Offer:
    """From data/local_offer.yml, read anew each time since staff edit it; raises ContentError."""
    held: dict[str, Any] = read(data / "local_offer.yml", data / "schema" / "local_offer.schema.json")
    return Offer(held["area"], tuple(Approved(**pair) for pair in held["you_said_we_did"]))
