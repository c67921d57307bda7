"""Databases as earlier versions wrote them, each by its own code while two people talked with its own engine."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERSIONS = ("first", "second")


@dataclass(frozen=True)
class Old:
    """What a version left: `people` by what they are to the child, with their codes and what they had said by then."""

    version: str
    people: dict[str, Any]

    @classmethod
    def of(cls, version: str) -> "Old":
        """One of VERSIONS."""
        return cls(version, json.loads((HERE / f"{version}.json").read_text("ascii")))

    def write(self, path: Path) -> None:
        """Its database, as the file that it was."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((HERE / f"{self.version}.sql").read_text("utf-8"))
