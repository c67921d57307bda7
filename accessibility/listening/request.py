"""What is asked of an engine's own process, and what it answers."""

from dataclasses import dataclass

from accessibility.listening.heard import Heard


@dataclass(frozen=True)
class Begin:
    """An utterance begins."""

    utterance: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """More of its sound."""

    utterance: int
    pcm: bytes
    partial: bool = True


@dataclass(frozen=True)
class End:
    """It is over; its words are wanted, unless nobody waits for them any more."""

    utterance: int
    wanted: bool = True


@dataclass(frozen=True)
class Unknown:
    """This process has never heard of that utterance: it is younger than it."""


@dataclass(frozen=True)
class Failed:
    """The engine could not; `why` holds no words that anybody said."""

    why: str


Request = Begin | Feed | End
Reply = Heard | Unknown | Failed
