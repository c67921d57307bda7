"""A campaign: people talk, faults come one after another, and everything that each of them said is checked."""

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.faults.kinds import COSTLY, KINDS, possible
from tests.faults.oracle import check
from tests.faults.system import System
from tests.faults.talker import Diary, Sent, Stuck, Talker
from tests.person import API, call
from tests.speech import clip

MOST_SECONDS = 120.0
CLIP = clip("child_000030012")
SPEECH = frozenset({"kill voices", "kill listener"})
TURNS = (5, 25)
SELDOM = 0.4


@dataclass
class Row:
    """What came of one kind of fault."""

    number: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    misplaced: int = 0
    changed: int = 0
    stuck: int = 0
    resent: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing went wrong."""
        return not (self.lost or self.doubled or self.misplaced or self.changed or self.stuck)

    def quantile(self, part: float) -> float:
        """Seconds to serve again."""
        return quantile(self.seconds, part)


def quantile(seconds: Sequence[float], part: float) -> float:
    """0 where nothing was measured."""
    if len(seconds) < 2:
        return seconds[0] if seconds else 0.0
    return statistics.quantiles(sorted(seconds), n=100, method="inclusive")[round(part * 100) - 1]


@dataclass
class Campaign:
    """`rest`: seconds at most between two turns of a person; `tell` is given lines of progress."""

    system: System
    seed: int
    talkers: int
    rest: float
    tell: Callable[[str], None] = print
    rows: dict[str, Row] = field(default_factory=dict)
    conversations: int = 0
    wrong: list[str] = field(default_factory=list)
    """What went wrong, for whoever looks for the reason."""

    def run(self, faults: int, conversations: int, kinds: Sequence[str] = ()) -> None:
        """So many faults, while at least so many conversations are held from beginning to end."""
        self.diary, self._over, self._guard = Diary(), threading.Event(), threading.Lock()
        self._wanted = conversations
        chance = _dice(self.seed)
        order = _order(list(kinds) or possible(self.system), faults, chance)
        with ThreadPoolExecutor(self.talkers) as pool:
            talking = [pool.submit(self._talk, _dice(f"{self.seed} {one}")) for one in range(self.talkers)]
            try:
                for number, kind in enumerate(order, 1):
                    self._harm(kind, chance)
                    self._say_how_far(number, faults, kind)
            finally:
                self._over.set()
            for one in talking:
                one.result()

    def _talk(self, chance: random.Random) -> None:
        """One person after another, until it is over and there were enough."""
        while not (self._over.is_set() and self.conversations >= self._wanted):
            talker = Talker(self.system.line.base, chance, self.diary, self.rest)
            try:
                talker.talks(chance.randint(*TURNS))
                self._judge(talker)
            except Stuck as error:
                with self._guard:
                    self._row(self.diary.fault).stuck += 1
                    self._tell_wrong(f"stuck after {self.diary.fault}: {error}")

    def _judge(self, talker: Talker) -> None:
        findings = check(talker)
        with self._guard:
            self.conversations += 1
            for sent in talker.sent:
                row = self._row(sent.during)
                row.acknowledged += 1
                row.resent += sent.tries + sent.resent > 1
            for name, found in vars(findings).items():
                self._count(talker, name, found)

    def _count(self, talker: Talker, name: str, found: Sequence[Sent]) -> None:
        for sent in found:
            row = self._row(sent.during)
            setattr(row, name, getattr(row, name) + 1)
            self._tell_wrong(f"{name} during {sent.during}: {sent.body} of {talker.person.id}: {sent.found}")

    def _tell_wrong(self, what: str) -> None:
        self.wrong.append(what)
        self.tell(what)

    def _row(self, kind: str) -> Row:
        return self.rows.setdefault(kind, Row())

    def _harm(self, kind: str, chance: random.Random) -> None:
        serve = {"kill voices": self._read_aloud, "kill listener": self._listen}.get(kind, self._served)
        if kind in SPEECH:
            serve(time.monotonic())  # so that there is somebody to kill
        with self._guard:
            self.diary.fault = kind
        since = KINDS[kind](self.system, chance)
        seconds = serve(since)
        with self._guard:
            row = self._row(kind)
            row.number += 1
            row.seconds.append(seconds)
        time.sleep(chance.uniform(0.1, 0.6))

    def _served(self, since: float) -> float:
        """Seconds until the first turn that was sent after that moment had come back whole."""
        while self.diary.good <= since:
            if time.monotonic() - since > MOST_SECONDS:
                raise AssertionError(f"nobody was served after {self.diary.fault}")
            time.sleep(0.02)
        return time.monotonic() - since

    def _read_aloud(self, since: float) -> float:
        """Seconds until something that was never said before has been read aloud."""
        return self._speech("synthesise", {"text": f"It said {since:.3f} on the clock."}, since)

    def _listen(self, since: float) -> float:
        """Seconds until somebody has been heard."""
        return self._speech("recognise", CLIP.read_bytes(), since)

    def _speech(self, way: str, body: Any, since: float) -> float:
        somebody = Talker(self.system.line.base, _dice(None), self.diary)
        somebody.insist(lambda: call(somebody.base, "POST", f"{API}/speech/{way}", body))
        return time.monotonic() - since

    def _say_how_far(self, number: int, faults: int, kind: str) -> None:
        took = self.rows[kind].seconds[-1]
        self.tell(
            f"{time.strftime('%H:%M:%S')}  {number} of {faults}  {kind}: serves again after {took:.1f} s"
            f"  ({self.conversations} conversations, {self.diary.turns} turns, {len(self.wrong)} wrong)"
        )


def _order(kinds: list[str], faults: int, chance: random.Random) -> list[str]:
    """Each in turn, then at random, those that take long less often."""
    in_turn = kinds[:faults]
    weights = [SELDOM if kind in COSTLY else 1.0 for kind in kinds]
    return in_turn + chance.choices(kinds, weights, k=faults - len(in_turn))


def _dice(seed: str | int | None) -> random.Random:
    return random.Random(seed)  # noqa: S311  # to come out the same again, not to keep a secret
