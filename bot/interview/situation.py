"""Where a conversation stands as the interview sees it: the content, the conversation, and what was answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.interview.answered import Answered
from bot.interview.bank import Bank, Question, ReplyWay, Variant, When
from bot.interview.own_questions import with_own
from records.answer import FOLLOW_UP, Answer
from records.conversation import Audience, Conversation

TYPICAL_YEAR = {
    Audience.CHILD_EARLY: 1,
    Audience.CHILD_PRIMARY: 4,
    Audience.YOUNG_TEEN: 9,
    Audience.YOUNG_PERSON: 12,
    Audience.PARENT: 6,
}
"""The year group assumed for questions that depend on it where none was given."""


@dataclass(frozen=True)
class Recalled:
    """One thing that was said last time, as it was asked and said, and what was done about it by when, if anything."""

    question_id: str
    asked: str
    said: str
    did: str | None = None
    by_when: str | None = None


@dataclass(frozen=True)
class Situation:
    """All that a decision rests on; `answers` holds the newest answer to each question, in the order of answering.

    `earlier`: whether somebody proved that they talked with us before; `recalled` is what may be read back of that.
    """

    bank: Bank
    conversation: Conversation
    answers: Mapping[str, Answer]
    earlier: bool = False
    recalled: tuple[Recalled, ...] = ()

    @classmethod
    def of(
        cls, bank: Bank, conversation: Conversation, read: Callable[[], Iterable[Answer]],
        recalled: tuple[Recalled, ...] = (),
    ) -> "Situation":  # fmt: skip
        """The situation from what the store holds; `read` gives the answers, and is called when they are looked at."""
        own = with_own(bank, conversation)
        return cls(own, conversation, Answered(read), conversation.earlier_id is not None, recalled)

    @property
    def audience(self) -> Audience:
        """Whom we talk with."""
        return self.conversation.audience

    @property
    def year_group(self) -> int:
        """The year given, or the usual one for this audience."""
        given = self.conversation.year_group
        return TYPICAL_YEAR[self.audience] if given is None else given

    def question(self, question_id: str | None) -> Question | None:
        """A question that this audience can be asked, or a follow-up of one, or None (menus are not in the bank)."""
        asked = (question_id or "").removesuffix(FOLLOW_UP)
        question = self.bank.questions.get(asked)
        if question is None or self.audience not in question.variants:
            return None
        return question if asked == question_id else self._follow_up(question)

    def variant(self, question: Question) -> Variant:
        """The question as this audience is asked it."""
        return question.variants[self.audience]

    def _follow_up(self, question: Question) -> Question:
        ask, easier, why, example = (
            self.bank.text(f"follow_up_{name}", self.audience) for name in ("plain", "easier", "why", "example")
        )
        variant = Variant(ask, easier, why, (example,), ReplyWay.WORDS, language=self.bank.language)
        return replace(
            question, id=question.id + FOLLOW_UP, variants={self.audience: variant}, short=frozenset(), when=When(),
            follow_up=False,
        )  # fmt: skip

    def moved(self, **changes: Any) -> "Situation":
        """The situation once the conversation has changed."""
        return replace(self, conversation=replace(self.conversation, **changes))
