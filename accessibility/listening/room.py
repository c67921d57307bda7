"""Where people are listened to: one engine for all of them, and a place for each in turn."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from accessibility.listening.choice import Choice, choose
from accessibility.listening.listener import Listener
from accessibility.listening.places import Places
from accessibility.listening.process import Process, Unusable

AT_ONCE, WAITING, EACH = 4, 4, 2
TURN_SECONDS = 30.0
"""How long somebody waits for a place before they are asked to come back."""


class Room:
    """Shared by all threads; nothing is loaded before somebody speaks."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.process = Process(choice.plan) if choice.plan else None
        self._places = Places(AT_ONCE, WAITING, EACH)

    @classmethod
    def of(cls, wish: str, vosk_model: Path | None, fetched: Path) -> "Room":
        """With the engine that a setting names, or the best that is installed."""
        return cls(choose(wish, vosk_model, fetched))

    @property
    def open(self) -> bool:
        """Whether anybody can be listened to here."""
        return self.process is not None

    @contextmanager
    def listen(
        self, person: str, choices: Sequence[str] = (), told: Callable[[], None] = lambda: None
    ) -> Iterator[Listener]:
        """A listener for one utterance; `told` is called where one has to wait. Raises Full, Unusable."""
        if self.process is None:
            raise Unusable(self.choice.why)
        with self._places.place(person, TURN_SECONDS, told):
            listener = Listener(self.process, choices)
            try:
                yield listener
            finally:
                listener.leave()
