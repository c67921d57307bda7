"""The table of doors: which callers each route lets in, read from routes.txt."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("routes.txt")
STAFF = ("practitioner", "lead", "administrator")
CALLERS = ("nobody", "stranger", "owner", *STAFF, "signed_out")
"""`stranger` holds the token of another conversation; `signed_out` a session that has been ended."""
GROUPS = {"all": CALLERS, "staff": STAFF}


@dataclass(frozen=True)
class Door:
    """One route and one method: who is let in, and what is sent."""

    method: str
    path: str
    who: frozenset[str]
    sent: str = ""

    @classmethod
    def of(cls, line: str) -> "Door":
        """From a line of the table; its columns stand at least two blanks apart."""
        method, path, who, sent, *_ = [*re.split(r"\s{2,}", line.strip()), ""]
        names = [name for word in who.split() for name in GROUPS.get(word, (word,))]
        wrong = [name for name in names if name not in CALLERS]
        if wrong or not names:
            raise ValueError(f"{PATH.name}: who is {wrong or 'nobody'} in: {line}")
        return cls(method, path, frozenset(names), sent)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def places(self) -> list[str]:
        """The names of the places in the path where an id goes."""
        return [place.rpartition(":")[2] for place in re.findall(r"<([^>]+)>", self.path)]

    def filled(self, ids: dict[str, str]) -> str:
        """The path with an id in each place."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], self.path)

    @property
    def body(self) -> dict[str, Any]:
        """What is sent, as the test client takes it."""
        if self.sent.startswith("{"):
            return {"json": json.loads(self.sent)}
        return {"data": self.sent, "content_type": "application/x-www-form-urlencoded"} if self.sent else {}


def doors() -> list[Door]:
    """Every line of the table."""
    lines = (line.strip() for line in PATH.read_text("utf-8").splitlines())
    return [Door.of(line) for line in lines if line and not line.startswith("#")]
