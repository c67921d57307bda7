"""What was erased, by id and without a word of it: a backup is older, and what comes back with it is erased again."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from records.clock import now
from records.database import Database


class What(Enum):
    """What went."""

    CONVERSATION = "conversation"
    ANSWER = "answer"
    VOICE = "voice"


@dataclass(frozen=True)
class Erasure:
    """One thing that somebody took back; `question_id` where it was one answer, or the voice of one."""

    at: str
    what: What
    conversation_id: str
    question_id: str = ""

    @property
    def line(self) -> str:
        """As it stands in a list outside the database."""
        return " ".join(filter(None, (self.at, self.what.value, self.conversation_id, self.question_id)))

    @classmethod
    def read(cls, line: str) -> "Erasure":
        """From such a line; raises ValueError."""
        at, what, conversation_id, *question_id = line.split()
        return cls(at, What(what), conversation_id, *question_id[:1])


class Erasures:
    """The erasure table; a note is made in the transaction that erases."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, what: What, conversation_id: str, question_id: str = "") -> None:
        """Add one."""
        self._db.execute(
            "insert into erasure (at, what, conversation_id, question_id) values (:at, :what, :c, :q)",
            at=now(), what=what.value, c=conversation_id, q=question_id,
        )  # fmt: skip

    def all(self) -> list[Erasure]:
        """Every one, the oldest first."""
        rows = self._db.query("select at, what, conversation_id, question_id from erasure order by seq")
        return [
            Erasure(str(row["at"]), What(row["what"]), str(row["conversation_id"]), str(row["question_id"]))
            for row in rows
        ]


def read_list(lines: Iterable[str]) -> list[Erasure]:
    """A list as `written` makes it; raises ValueError, which names the line."""
    found = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip() and not line.startswith("#"):
                found.append(Erasure.read(line))
        except ValueError:
            raise ValueError(f"line {number} is no erasure") from None
    return found


def written(erasures: Iterable[Erasure]) -> str:
    """A list for outside the database, each once, the oldest first."""
    lines = (erasure.line for erasure in sorted(set(erasures), key=lambda one: (one.at, one.line)))
    return "\n".join((HEAD, *lines)) + "\n"


HEAD = "# What was erased from MySay: when, what, and of which conversation. `mysay restore` erases it again."
