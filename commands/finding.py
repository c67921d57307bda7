"""What the doctor finds: one thing looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether it is well, what was seen, and how to mend it where it is not."""

    well: bool
    seen: str
    mend: str = ""
