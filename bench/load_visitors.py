"""Many people in conversation at once, open loop: each thing is said when it is due, however slow the server is."""

import asyncio
import contextlib
import itertools
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp

from bench.mysay_under_test import MENUS, SAYINGS

Json = dict[str, Any]
AUDIENCES = ("child_early", "child_primary", "young_teen", "young_person", "parent")
THINK_SECONDS, READ_TO = 15.0, 0.2
"""Between two things that a person says, on average; the part of all people who have each question read aloud."""
TURNS = (10, 30)
STAY_SECONDS = THINK_SECONDS * sum(TURNS) / 2
FILL_SECONDS = 20.0
"""In so long a house fills."""
PATIENCE_SECONDS = 20.0
"""As long as the page waits for a reply."""


@dataclass
class Noted:
    """Milliseconds of what went well, from the moment at which it was due; and how often something else came."""

    turns: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Until somebody who came was told that it is busy."""
    waits: int = 0
    """How often somebody inside was asked to send again."""
    busy_readings: int = 0
    errors: list[str] = field(default_factory=list)


class Crowd:
    """All who are there. `noted` is exchanged at each new measurement; `wanted` people are there on average."""

    def __init__(self, base: str, chance: Random, wanted: int) -> None:
        self.base, self.chance, self.wanted = base, chance, wanted
        self.noted, self.inside = Noted(), 0
        self._people: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def of(self, wanted: int) -> AsyncIterator[None]:
        """So many come within seconds; until the end others come as these leave."""
        self.wanted = wanted
        coming = asyncio.create_task(self.come())
        try:
            await self.fill(FILL_SECONDS)
            yield
        finally:
            coming.cancel()

    async def come(self) -> None:
        """People come at random moments, as many as leave, until this is cancelled."""
        while True:
            await asyncio.sleep(self.chance.expovariate(self.wanted / STAY_SECONDS))
            self._enter(self.chance.randint(*TURNS))

    async def fill(self, seconds: float) -> None:
        """Within so long as many are there as are wanted, each somewhere in the middle of a conversation."""
        missing = max(0, self.wanted - len(self._people))
        for _ in range(missing):
            self._enter(self.chance.randint(1, TURNS[1]))
            await asyncio.sleep(seconds / missing)

    async def leave(self, but: int = 0) -> None:
        """All go home at once, but for so many."""
        leaving = list(self._people)[but:]
        for person in leaving:
            person.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)

    def _enter(self, turns: int) -> None:
        task = asyncio.create_task(Visitor(self, self.chance.random() < READ_TO).stays(turns))
        self._people.add(task)
        task.add_done_callback(self._people.discard)


class Visitor:
    """One person with a connection of their own, as a browser has it."""

    def __init__(self, crowd: Crowd, read_to: bool) -> None:
        self._crowd, self._read_to = crowd, read_to
        self._sayings, self._asked = itertools.cycle(SAYINGS), ""

    async def stays(self, turns: int) -> None:
        """From the opening to the last turn; whoever is told that it is busy waits outside, as the page does."""
        patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        async with aiohttp.ClientSession(self._crowd.base, timeout=patience) as self._line:
            if not await self._open():
                return
            self._crowd.inside += 1
            try:
                await self._talk(turns)
            finally:
                self._crowd.inside -= 1

    async def _open(self) -> bool:
        opening = {"audience": self._crowd.chance.choice(AUDIENCES)}
        while True:
            began = time.monotonic()
            status, headers, reply = await self._post("/api/v1/conversations", opening)
            took = (time.monotonic() - began) * 1000
            if status != 503:
                break
            self._crowd.noted.busy.append(took)
            await asyncio.sleep(float(headers.get("Retry-After", "2")))
        if status != 201:
            return False
        self._crowd.noted.openings.append(took)
        self._path, self._headers = (
            f"/api/v1/conversations/{reply['id']}",
            {"Authorization": f"Bearer {reply['token']}"},
        )
        await self._hear(reply)
        return True

    async def _talk(self, turns: int) -> None:
        due = time.monotonic()
        for _ in range(turns):
            due += self._crowd.chance.expovariate(1 / THINK_SECONDS)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if not await self._say(due):
                return

    async def _say(self, due: float) -> bool:
        """One turn until it is in; whether to go on."""
        message = {"message_id": str(uuid.uuid4()), **self._words()}
        while True:
            status, headers, reply = await self._post(f"{self._path}/messages", message, self._headers)
            if status != 503:
                break
            self._crowd.noted.waits += 1
            await asyncio.sleep(float(headers.get("Retry-After", "2")))
        if status != 200:
            return False
        self._crowd.noted.turns.append((time.monotonic() - due) * 1000)
        await self._hear(reply)
        return bool(reply["state"] == "asking" and self._asked != "review")

    def _words(self) -> Json:
        if self._asked in MENUS:
            return {"question_id": self._asked, "choice": MENUS[self._asked]}
        return {"question_id": self._asked, "text": next(self._sayings)}

    async def _hear(self, reply: Json) -> None:
        asked = [message for message in reply["messages"] if message.get("question_id")]
        self._asked = str(asked[-1]["question_id"]) if asked else self._asked
        if self._read_to and asked:
            began = time.monotonic()
            text = {"text": asked[-1]["text"]}
            status, _, _ = await self._post("/api/v1/speech/synthesise", text, self._headers)
            if status == 200:
                self._crowd.noted.readings.append((time.monotonic() - began) * 1000)
            self._crowd.noted.busy_readings += status == 503

    async def _post(self, path: str, body: Json, headers: Json | None = None) -> tuple[int, Mapping[str, str], Json]:
        """What came back; status 0 where nothing did. Neither success nor "later" is an error."""
        try:
            return await self._exchange(path, body, headers)
        except aiohttp.ServerDisconnectedError:  # a connection that had been idle: a browser opens another, too
            with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
                return await self._exchange(path, body, headers)
            self._crowd.noted.errors.append("disconnected twice")
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            self._crowd.noted.errors.append(type(error).__name__)
        return 0, {}, {}

    async def _exchange(self, path: str, body: Json, headers: Json | None) -> tuple[int, Mapping[str, str], Json]:
        async with self._line.post(path, json=body, headers=headers) as response:
            reply = await response.json(content_type=None)
            if response.status not in {200, 201, 503}:
                self._crowd.noted.errors.append(f"{response.status} {reply.get('type')}")
            return response.status, response.headers, reply
