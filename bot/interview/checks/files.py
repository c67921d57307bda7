"""The content files as a writer sees them: every wording in its place, before it becomes a bank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.interview.bank import ReplyWay
from bot.interview.content import read
from bot.interview.library import NEEDS_CHOICES

Held = dict[str, Any]


@dataclass(frozen=True)
class Files:
    """The content files as they are held, each read once."""

    topics: Mapping[Path, Held]
    boards: Mapping[str, Any]
    wordings: Mapping[Path, Held]
    board_file: Path

    @classmethod
    def of(cls, data: Path) -> "Files":
        """Those of a folder; raises ContentError where one cannot be read."""
        schema, boards = data / "schema", data / "boards.yml"
        return cls(
            {path: read(path, schema / "questions.schema.json") for path in sorted((data / "questions").glob("*.yml"))},
            read(boards, schema / "boards.schema.json"),
            {path: read(path, schema / "wordings.schema.json") for path in sorted((data / "wordings").glob("*.yml"))},
            boards,
        )

    def questions(self) -> Iterator[tuple[Path, int, Held]]:
        """Each question with its file and its place in it."""
        for path, topic in self.topics.items():
            for number, item in enumerate(topic["questions"]):
                yield path, number, item


def board_of(item: Held, variant: Held) -> str | None:
    """The board from which an audience's cards come, or None where the question has its own, or none."""
    reply = ReplyWay(variant.get("reply", item["reply"]))
    if reply not in NEEDS_CHOICES or ("board" not in variant and "choices" in item):
        return None
    return variant.get("board") or item.get("board") or ("faces" if reply is ReplyWay.SCALE else None)
