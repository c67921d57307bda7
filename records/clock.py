"""The time, as the store writes it."""

from datetime import datetime, timezone


def now() -> str:
    """ISO 8601 in UTC to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")
