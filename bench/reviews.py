"""`python -m bench.reviews`: how long the list of reviews takes, of 10,000 people with two invitations each."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.invitations import Standing
from records.message import Reply, Said
from records.review_list import Due, Wanted
from records.store import Store

PEOPLE, TIMES, MOST_MS = 10_000, 9, 200.0
TODAY = date(2027, 3, 1)
BEGUN = 0.75
PROGRESS: dict[str, object] = {"done": 5, "total": 52, "topic": None, "topics": []}


@dataclass(frozen=True)
class Look:
    """One way to look at the list."""

    name: str
    wanted: Wanted


LOOKS = (
    Look("the first page", Wanted()),
    Look("the last page", Wanted(page=PEOPLE // 50)),
    Look("a name", Wanted(search="child 99")),
    Look("overdue", Wanted(due=Due.OVERDUE)),
    Look("talking now", Wanted(standing=Standing.ASKING)),
    Look("parents who have finished", Wanted(standing=Standing.FINISHED, audience=Audience.PARENT)),
)


def fill(store: Store, random: Random) -> None:
    """As an authority has it in spring: most have begun, many have finished."""
    with store.transaction():
        for number in range(PEOPLE):
            meeting = TODAY + timedelta(days=random.randint(-60, 300))
            review = store.reviews.add(
                "jones", Purpose.ANNUAL_REVIEW, called=f"Child {number}", year_group=5, meeting=meeting.isoformat()
            )
            for audience in (Audience.CHILD_PRIMARY, Audience.PARENT):
                invitation = store.invitations.make(review.id, audience, "jones").invitation
                if random.random() < BEGUN:
                    store.invitations.claim(invitation.id)
                    store.invitations.opened(invitation.id, _talk(store, audience, random))


def _talk(store: Store, audience: Audience, random: Random) -> str:
    talk = store.conversations.open(audience, Purpose.ANNUAL_REVIEW).conversation.id
    for name in ("important_people", "important_things"):
        store.answers.asked(talk, name, "Asked?")
        message = store.messages.keep(talk, Said(name, name, "some words"))
        store.answers.keep(talk, name, Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
        store.messages.answer(message.seq, Reply("answer", (), "asking", PROGRESS))
    store.conversations.change(talk, state=random.choice((State.ASKING, State.PAUSED, State.FINISHED)))
    return talk


def _listed(store: Store, wanted: Wanted) -> None:
    """What the page asks for: the list, and how many of the reviews are due that one prepared oneself (all of them)."""
    store.review_list.page(wanted, TODAY)
    store.reminders.counts("jones", TODAY)


def milliseconds(work: Callable[[], object]) -> float:
    """The median of several runs, of processor time: all of it is spent in this process, whatever else is running."""
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def main() -> int:
    """Prints a table; 1 where a look takes longer than it may."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "mysay.db")
        store.migrate()
        fill(store, Random(1))  # noqa: S311  # the same people each time
        taken = {look.name: milliseconds(partial(_listed, store, look.wanted)) for look in LOOKS}
    print(f"| of {PEOPLE:,} people | ms | to reach | |\n|---|---:|---:|---|")
    for name, ms in taken.items():
        print(f"| {name} | {ms:.0f} | at most {MOST_MS:.0f} | {'reached' if ms <= MOST_MS else 'not reached'} |")
    return int(max(taken.values()) > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
