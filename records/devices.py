"""Devices that a conversation is open on: a token each, kept as a digest, which rests when nobody uses it.

The token of a browser changes as it is used. The new one is made from the old one and a secret of the row, so that two
tabs, a reply that was lost, and a process that died before it answered all lead to the same one. The old one goes on
until the new one has come back, and a little longer; whoever comes with it after that holds a copy, and the device is
shut.
"""

from dataclasses import dataclass
from enum import Enum

from records.clock import later, now
from records.database import Database, Row
from records.secret import digest, new_token, successor

DEVICE_DAYS = 7
"""However it is used; then the code is needed again."""
IDLE_HOURS, ENDED_IDLE_HOURS = 72, 1
"""Unused: from a Friday to the next Monday; shorter once the conversation has ended: all that is left is to read it."""
RENEW_MINUTES = 15
SETTLE_SECONDS, GRACE_SECONDS = 60, 120
"""Until a browser has surely written a new token down (Chromium: 30 seconds); for requests that were on their way."""
SEEN_EVERY_SECONDS = 600
"""How exactly it is known when a device was last used: not every look is a write."""


class Standing(str, Enum):
    """What a token is good for."""

    OPEN = "open"
    RESTING = "resting"
    COPIED = "copied"


@dataclass(frozen=True)
class Device:
    """One device as its token finds it; `page`: a browser, whose token changes and is taken from its cookie alone."""

    key: str
    conversation_id: str
    page: bool
    standing: Standing
    came: bool
    """Whether the token is the successor, come back for the first time."""
    seed: str
    made: str
    successor_made: str
    seen: str


class Devices:
    """The access table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def let_in(self, conversation_id: str, *, page: bool = False) -> str:
        """A new token, for one more device."""
        token = new_token()
        self._db.execute(
            "insert into access (token, conversation_id, created, page, seed, made, seen)"
            " values (:token, :id, :now, :page, :seed, :now, :now)",
            token=digest(token), id=conversation_id, now=now(), page=int(page), seed=new_token(),
        )  # fmt: skip
        return token

    def be_page(self, token: str) -> None:
        """A token that has just been made belongs to a browser from here on."""
        self._db.execute("update access set page = 1 where token = :token", token=digest(token))

    def shut(self, device: Device) -> None:
        """It opens nothing any more, with whatever token."""
        self._db.execute("delete from access where seed = :seed", seed=device.seed)

    def shut_others(self, conversation_id: str, token: str) -> None:
        """No device but the one with this token opens it any more."""
        self._db.execute(OTHERS, id=conversation_id, token=digest(token))

    def shut_all(self, conversation_id: str) -> None:
        """No device opens it any more; the code still does."""
        self._db.execute("delete from access where conversation_id = :id", id=conversation_id)

    def of_token(self, token: str) -> str | None:
        """The id of the conversation that a token opens now, or None."""
        found = self.find(token)
        return found.conversation_id if found and found.standing is Standing.OPEN else None

    def find(self, token: str) -> Device | None:
        """The device with this token, also where it opens nothing any more; None where it is unknown."""
        rows = self._db.query(f"{FOUND} where {ITS}", token=digest(token))
        return _read(rows[0], digest(token)) if rows else None

    def used(self, device: Device, token: str) -> str | None:
        """Note that an open device was used; its newer token, where a browser shall go over to one."""
        if device.seen < later(-SEEN_EVERY_SECONDS):
            self._db.execute("update access set seen = :now where seed = :seed", now=now(), seed=device.seed)
        if device.came:
            self._go_over(device, token)
        elif device.page and device.key == digest(token) and device.made < later(-60 * RENEW_MINUTES):
            return self._renew(device, token)
        return None

    def _renew(self, device: Device, token: str) -> str:
        newer = successor(token, device.seed)
        if device.successor_made < later(-SETTLE_SECONDS):
            self._db.execute(
                "update access set successor = :newer, successor_made = :now where token = :key",
                newer=digest(newer), now=now(), key=device.key,
            )  # fmt: skip
        return newer

    def _go_over(self, device: Device, token: str) -> None:
        if device.successor_made >= later(-SETTLE_SECONDS):
            return
        self._db.execute(
            "update access set before = token, before_until = :until, token = successor, made = :now,"
            " successor = null, successor_made = '' where token = :key and successor = :token",
            until=later(GRACE_SECONDS), now=now(), key=device.key, token=digest(token),
        )  # fmt: skip


ITS = "(token = :token or successor = :token or before = :token)"
OTHERS = f"delete from access where conversation_id = :id and seed not in (select seed from access where {ITS})"  # noqa: S608  # ours
FOUND = "select access.*, conversation.state from access join conversation on conversation.id = conversation_id"


def _read(row: Row, given: str) -> Device:
    made, seen = str(row["made"]), str(row["seen"])
    return Device(
        str(row["token"]), str(row["conversation_id"]), bool(row["page"]), _standing(row, given),
        row["successor"] == given, str(row["seed"]), made, str(row["successor_made"]), seen,
    )  # fmt: skip


def _standing(row: Row, given: str) -> Standing:
    if row["before"] == given and str(row["before_until"]) <= now():
        return Standing.COPIED
    hours = IDLE_HOURS if row["state"] in {"asking", "paused"} else ENDED_IDLE_HOURS
    resting = str(row["seen"]) <= later(-3600 * hours) or str(row["created"]) <= later(-86400 * DEVICE_DAYS)
    return Standing.RESTING if resting else Standing.OPEN
