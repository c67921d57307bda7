"""The time, as the store writes it."""

from datetime import datetime, timedelta, timezone


def now() -> str:
    """ISO 8601 in UTC to the millisecond."""
    return later(0)


def later(seconds: float) -> str:
    """That many seconds from now (before now where negative), written alike, so that two times compare as text."""
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
