"""Templates: the Word files of an authority, kept with the rest so that every machine has them."""

import uuid
from dataclasses import dataclass
from typing import Any

from records.clock import now
from records.database import Database


@dataclass(frozen=True)
class Template:
    """One Word file to be filled: its name, who gave it and when; `removed` is when it was taken away."""

    id: str
    name: str
    who: str
    added: str
    removed: str | None = None


class Templates:
    """The template table; a name is taken only while its template is there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, name: str, file: bytes, who: str) -> Template | None:
        """Keep one; None where the name is taken."""
        with self._db.transaction():
            if any(found.name.casefold() == name.casefold() for found in self.all()):
                return None
            made = Template(str(uuid.uuid4()), name, who, now())
            self._db.execute(
                "insert into template (id, name, file, who, added) values (:id, :name, :file, :who, :added)",
                id=made.id, name=name, file=file, who=who, added=made.added,
            )  # fmt: skip
            return made

    def all(self, removed: bool = False) -> list[Template]:
        """Those that are there, by name; or those that were taken away, the last first."""
        rows: list[Any] = self._db.query(
            "select id, name, who, added, removed from template where (removed is not null) = (:removed = 1)"
            " order by removed desc, lower(name)",
            removed=int(removed),
        )  # fmt: skip
        return [Template(**row) for row in rows]

    def file(self, template_id: str) -> bytes | None:
        """The file of one that is there."""
        rows: list[Any] = self._db.query(
            "select file from template where id = :id and removed is null", id=template_id
        )  # fmt: skip
        return bytes(rows[0]["file"]) if rows else None

    def remove(self, template_id: str) -> bool:
        """Take one away; false where it is not there."""
        return self._db.execute(
            "update template set removed = :now where id = :id and removed is null", id=template_id, now=now()
        ) > 0  # fmt: skip

    def put_back(self, template_id: str) -> bool:
        """Undo that; false where there is nothing to undo, or the name is taken by now."""
        with self._db.transaction():
            names = {found.name.casefold() for found in self.all()}
            gone = next((found for found in self.all(removed=True) if found.id == template_id), None)
            if gone is None or gone.name.casefold() in names:
                return False
            return self._db.execute("update template set removed = null where id = :id", id=template_id) > 0
