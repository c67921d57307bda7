"""A notice: what is sent about one concern. It holds neither words nor a name; the sentences are in the content."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from records.alerts import Alert
from records.concerns import Level
from records.exports.labels import day, here

REFERENCE_LENGTH = 8
"""As much of a conversation's id as the portal shows."""


@dataclass(frozen=True)
class Notice:
    """One message to one channel; `id` is the same each time it is tried, so that a repeated one can be told."""

    id: str
    level: Level
    at: str
    conversation: str
    unread: bool
    subject: str
    text: str
    address: str


class Wordings:
    """The sentences of the notices, in data/wordings/alerts.yml."""

    def __init__(self, data: Path, address: str) -> None:
        self._texts = sentences(data)
        self._address = f"{address}/portal/concerns"
        for level in Level:  # a wording that is missing is told at the start, not when somebody is in danger
            for unread, to in ((False, None), (True, None), (False, "")):
                self.notice(Alert(str(uuid.UUID(int=0)), "", "", level, "2000-01-01T00:00:00+00:00", "", to), unread)

    def notice(self, alert: Alert, unread: bool) -> Notice:
        """What to send about a concern; `unread`: to somebody else, since it has not been read."""
        kind = f"alert_{_why(alert, unread)}{alert.level.value}"
        conversation = alert.conversation_id[:REFERENCE_LENGTH]
        time = f"{day(alert.at)}, {here(alert.at):%H:%M %Z}"
        places = {"time": time, "conversation": conversation, "address": self._address}
        places["name"] = alert.handed_to or ""
        body = [self._text(name, places) for name in (f"{kind}_text", "alert_facts", "alert_where")]
        return Notice(
            str(uuid.uuid5(uuid.UUID(alert.concern_id), _once(alert))), alert.level, alert.at, conversation, unread,
            self._text(f"{kind}_subject", places), "\n\n".join(body), self._address,
        )  # fmt: skip

    def _text(self, name: str, places: Mapping[str, str]) -> str:
        return filled(self._texts[name], places)


def sentences(data: Path) -> Mapping[str, str]:
    """The sentences of data/wordings/alerts.yml by name."""
    with (data / "wordings" / "alerts.yml").open(encoding="utf-8") as file:
        read: dict[str, Any] = yaml.safe_load(file)
    return {name: str(wording["default"]) for name, wording in read.items()}


def filled(text: str, places: Mapping[str, str]) -> str:
    """A sentence with its places filled."""
    for place, value in places.items():
        text = text.replace("{" + place + "}", value)
    return text


def _why(alert: Alert, unread: bool) -> str:
    """What makes it be told now: that it is there, that nobody has read it, or that it was handed over."""
    return "unread_" if unread else "" if alert.handed_to is None else "handed_"


def _once(alert: Alert) -> str:
    """What is told once: a concern that is handed over is told anew, also where repeated notices are dropped."""
    return alert.channel if alert.handed_to is None else f"{alert.channel} {alert.since}"
