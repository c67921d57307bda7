"""A clock that a test moves on."""

from datetime import datetime, timedelta, tzinfo

import pytest


class Clock:
    """The store's time, from when the test began."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._past = timedelta()
        monkeypatch.setattr("records.clock.datetime", self)

    def pass_by(self, **time: float) -> None:
        """Such as minutes=5."""
        self._past += timedelta(**time)

    def now(self, zone: tzinfo) -> datetime:
        """In place of the real one's."""
        return datetime.now(zone) + self._past
