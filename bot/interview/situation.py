"""Where a conversation stands as the interview sees it: the content, the conversation, and what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.interview.bank import Bank, Question, Variant
from records.answer import Answer
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
class Situation:
    """All that a decision rests on; `answers` holds the newest answer to each question, in the order of answering."""

    bank: Bank
    conversation: Conversation
    answers: Mapping[str, Answer]
    earlier: bool = False

    @classmethod
    def of(cls, bank: Bank, conversation: Conversation, answers: Iterable[Answer]) -> "Situation":
        """The situation from what the store holds."""
        return cls(bank, conversation, {answer.question_id: answer for answer in answers})

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
        """A question of the bank that this audience can be asked, or None (menus are not in the bank)."""
        question = self.bank.questions.get(question_id or "")
        return question if question and self.audience in question.variants else None

    def variant(self, question: Question) -> Variant:
        """The question as this audience is asked it."""
        return question.variants[self.audience]

    def moved(self, **changes: Any) -> "Situation":
        """The situation once the conversation has changed."""
        return replace(self, conversation=replace(self.conversation, **changes))
