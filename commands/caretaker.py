"""The caretaker: each hour while MySay runs, what was kept long enough is erased, and staff are reminded."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from records.clock import now
from records.database import StoreUnavailable
from records.retention import after
from records.store import Store

SECONDS = 3600.0


@contextmanager
def caretaker(
    store: Store, months: int, say: Callable[[str], None], seconds: float = SECONDS,
    remind: Callable[[], object] = lambda: None,
) -> Iterator[None]:  # fmt: skip
    """At work until the end of the block. One thread of `mysay serve`, however many web processes there are.

    Several installations on one store may each have one: what one has erased is no longer there for the others, and
    `remind` gives each reminder to one alone.
    """

    def look() -> int:
        remind()
        return tidy(store, months)

    stopping = threading.Event()
    thread = threading.Thread(target=_work, args=(look, say, stopping, seconds), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()


def tidy(store: Store, months: int) -> int:
    """Erase whatever was kept long enough; how many conversations these were."""
    count = store.retention.erase_due(months)
    store.reviews.erase_over(after(now(), -months))
    store.forget_traces()  # whatever was erased while somebody else read the log of writes
    return count


def _work(look: Callable[[], int], say: Callable[[str], None], stopping: threading.Event, seconds: float) -> None:
    while True:
        try:
            count = look()
        except StoreUnavailable:  # locked or full: the next look may find it well
            count = 0
        if count:
            say(f"Conversations that were kept long enough, erased: {count}")
        if stopping.wait(seconds):
            return
