"""Somebody who talks while the system is harmed, and who remembers exactly what they said and what came back."""

import contextlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import urllib3

from tests.person import API, Answered, Person, call, new_id

Json = dict[str, Any]
AUDIENCES = ("child_early", "child_primary", "young_teen", "young_person", "parent")
MENUS = {"choose_topic": "any_order", "after_topic": "carry_on", "safety": "carry_on"}
WISHES = ("skip", "dont_know", "repeat", "simplify", "explain_why")
SAYINGS = (
    "My sister and my two best friends, because they listen to me.", "I like it when the room is quiet 🐶.",
    "Drawing, going to the farm on Saturdays, and music in the evening.", "when people talk too fast i lose track",
    "I’d like to work with animals,\n\nand to live near my nan one day.",
    "  mornings are hard — afternoons are better ",
)  # fmt: skip
AGAIN_SECONDS, STUCK_SECONDS = 1.0, 120.0
RESTS = 401
"""To a token that was long unused by a clock that went on by days: whoever has the code is let in again."""


class Stuck(Exception):
    """Something was not taken within our patience, or was refused for good."""


@dataclass
class Sent:
    """One message: the question that it was to, what it held, and all that is known of it."""

    question_id: str
    fields: Json
    during: str
    """The fault that was the newest when it was sent first."""
    named: bool = True
    message_id: str = field(default_factory=new_id)
    tries: int = 0
    reply: Json | None = None
    resent: int = 0
    acknowledged: float = 0.0
    found: str = ""
    """What stood there instead, where something went wrong."""

    @property
    def body(self) -> Json:
        """As it goes over the line; the same however often."""
        named = {"question_id": self.question_id} if self.named else {}
        return {"message_id": self.message_id, **named, **self.fields}


@dataclass
class Diary:
    """What all of them share: the newest fault, and the moment at which the last good turn had been sent."""

    fault: str = "none"
    good: float = 0.0
    turns: int = 0

    def note(self, sent: float) -> None:
        """A turn came back whole."""
        self.good, self.turns = max(self.good, sent), self.turns + 1


@dataclass
class Talker:
    """One conversation from its first word to its last."""

    base: str
    chance: random.Random
    diary: Diary
    rest: float = 0.5
    sent: list[Sent] = field(default_factory=list)
    aside: list[Sent] = field(default_factory=list)
    changed: list[Sent] = field(default_factory=list)
    """Those whose reply was another when they were sent once more."""

    def talks(self, turns: int) -> None:
        """Opens, says so many things, comes back to what was left, and finishes; raises Stuck."""
        self._open()
        for _ in range(turns):
            if self.over:
                break
            self._turn()
            time.sleep(self.chance.uniform(0, self.rest))
        while self.aside:
            self._deliver_left()
        self.insist(lambda: self.person.call("PATCH", "", {"state": "finished"}))

    @property
    def over(self) -> bool:
        """Whether everything has been asked, or the conversation has ended."""
        return self.state in {"finished", "stopped"} or self.asked["question_id"] == "review"

    def insist(self, ask: Callable[[], Answered]) -> Json:
        """Asks until it is taken; raises Stuck."""
        until = time.monotonic() + STUCK_SECONDS
        why = ""
        while time.monotonic() < until:
            reply = self._once(ask)
            if reply is not None and reply.status < 400:
                return reply.json if reply.body else {}
            why = "no reply" if reply is None else f"{reply.status} {reply.body[:200]!r}"
            if reply is not None and reply.status == RESTS:
                self._enter()
            elif reply is not None and reply.status not in {429, 500, 502, 503, 504}:
                break
            time.sleep(AGAIN_SECONDS)
        raise Stuck(why)

    def _once(self, ask: Callable[[], Answered]) -> Answered | None:
        with contextlib.suppress(urllib3.exceptions.HTTPError, OSError):
            return ask()
        return None

    def _open(self) -> None:
        audience = self.chance.choice(AUDIENCES)
        opened = self.insist(lambda: call(self.base, "POST", f"{API}/conversations", {"audience": audience}))
        self.person = Person(self.base, opened["id"], opened["token"], opened["resume_code"])
        self._hear(opened)

    def _hear(self, reply: Json) -> None:
        self.state = reply["state"]
        asked = [message for message in reply["messages"] if message.get("question_id") and message.get("reply")]
        self.asked = asked[-1] if asked else getattr(self, "asked", {"question_id": "choose_topic", "reply": "choice"})

    def _turn(self) -> None:
        if self.aside and self.chance.random() < 0.3:
            self._deliver_left()
        named = bool(self.aside) or self.chance.random() < 0.8
        sent = Sent(self.asked["question_id"], self._says(), self.diary.fault, named)
        self.sent.append(sent)
        # What names no question is to whatever is asked when it is taken: it must not be left for later.
        if not self._deliver(sent, may_leave=named and "text" in sent.fields and self.chance.random() < 0.15):
            return
        if self.chance.random() < 0.15:
            self._send_again(self.chance.choice([one for one in self.sent if one.reply is not None]))
        if self.chance.random() < 0.08:
            self._come_back()

    def _says(self) -> Json:
        asked = self.asked
        if asked["question_id"] in MENUS:
            return {"choice": MENUS[asked["question_id"]]}
        if self.chance.random() < 0.1:
            return {"choice": self.chance.choice(WISHES)}
        if asked["reply"] == "scale":
            return {"scale": self.chance.choice(asked["scale"])["value"]}
        if asked["reply"] == "cards":
            heaps = [heap["id"] for heap in asked["cards"]["heaps"]]
            return {"cards": {item["id"]: self.chance.choice(heaps) for item in asked["cards"]["items"]}}
        if asked["reply"] in {"choice", "choices"}:
            chosen = self.chance.choice(asked["choices"])["id"]
            return {"choice": chosen} if asked["reply"] == "choice" else {"choices": [chosen]}
        return {"text": f"{self.chance.choice(SAYINGS)} ({len(self.sent)} of {self.person.id[:8]})"}

    def _deliver(self, sent: Sent, may_leave: bool = False) -> bool:
        """Until it is in, as the page does; or, where it may be left, once: it is sent again later."""

        def try_it() -> Answered:
            sent.tries += 1
            self._tried = time.monotonic()
            return self.person.call("POST", "/messages", sent.body)

        if may_leave:
            first = self._once(try_it)
            if first is None or first.status == 503:
                self.aside.append(sent)
                return False
        sent.reply = self.insist(try_it)
        sent.acknowledged = time.monotonic()
        self.diary.note(self._tried)
        self._hear(sent.reply)
        return True

    def _deliver_left(self) -> None:
        """What was left behind; its reply may be older than the newest, so that where we are must be looked up."""
        self._deliver(self.aside.pop(0))
        self._look()

    def _send_again(self, sent: Sent) -> None:
        """What was acknowledged gets the same reply again, and nothing else comes of it."""
        again = self.insist(lambda: self.person.call("POST", "/messages", sent.body))
        sent.resent += 1
        if json.dumps(again, sort_keys=True) != json.dumps(sent.reply, sort_keys=True):
            self.changed.append(sent)

    def _come_back(self) -> None:
        """On another device."""
        self._enter()
        self._look()

    def _enter(self) -> None:
        """With the code."""
        code = {"resume_code": self.person.resume_code}
        entered = self.insist(lambda: call(self.base, "POST", f"{API}/resume", code))
        self.person = replace(self.person, token=entered["token"])

    def _look(self) -> None:
        view = self.insist(lambda: self.person.call("GET"))
        self.state = view["state"]
        self.asked = view["current"] if view["current"].get("reply") else self.asked
