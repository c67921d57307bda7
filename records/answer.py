"""An answer: what was said to one question, in whose words, and who may see it."""

from dataclasses import dataclass, field
from enum import Enum

from records.message import Input, Picked

FOLLOW_UP = "__more"
"""The end of the id of a follow-up; what stands before it is the id of the question that it follows."""


class Outcome(str, Enum):
    """What became of a question."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    WITHDRAWN = "withdrawn"


class Whose(str, Enum):
    """Whose words these are."""

    OWN_WORDS = "own_words"
    CHOSEN_PICTURES = "chosen_pictures"
    SCRIBED = "scribed"
    OBSERVED = "observed"
    PARENT_VIEW = "parent_view"


class Share(str, Enum):
    """Who may see an answer."""

    REVIEW = "review"
    SCHOOL = "school"
    PARENTS = "parents"
    CHOSEN = "chosen"
    PRIVATE = "private"


@dataclass(frozen=True)
class Answer:
    """The newest revision of the answer to one question; `wording` is the question as it was shown.

    `echo`: from which letter of the words to which a follow-up took them up.
    """

    question_id: str
    revision: int
    outcome: Outcome
    wording: str
    whose: Whose
    share: Share
    input: Input
    at: str
    words: str | None = None
    picked: Picked = field(default_factory=Picked)
    edited: bool = False
    helper: str | None = None
    set_apart: bool = False
    echo: tuple[int, int] | None = None

    @property
    def taken_up(self) -> str:
        """The words that a follow-up took up; none where there was none, or where the words are gone."""
        return (self.words or "")[slice(*self.echo)] if self.echo else ""
