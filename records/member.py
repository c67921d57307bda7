"""A member of staff, and what their role allows."""

from dataclasses import dataclass
from enum import Enum

from records.database import Row


class Role(str, Enum):
    """What a member of staff may do."""

    PRACTITIONER = "practitioner"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Member:
    """One member of staff."""

    id: str
    username: str
    name: str
    role: Role

    @classmethod
    def of(cls, row: Row) -> "Member":
        """From a row of the staff table."""
        return cls(str(row["id"]), str(row["username"]), str(row["name"]), Role(str(row["role"])))
