"""A practitioner's own questions: the topic that they make up, after all others, in one conversation alone."""

from dataclasses import replace

from bot.interview.bank import Bank, Question, ReplyWay, Topic, Variant
from records.conversation import Audience, Conversation

TOPIC = "own_questions"
TITLE, WHY, EXAMPLE = "own_questions_title", "own_questions_why", "own_questions_example"
WORDINGS = (TITLE, WHY, EXAMPLE)
LAST = 1_000


def with_own(bank: Bank, conversation: Conversation) -> Bank:
    """The bank as this conversation has it; the same one where nobody added a question."""
    if not conversation.questions or bank.topic(TOPIC):
        return bank
    audience, wording = conversation.audience, bank.wordings[TITLE]
    questions = tuple(_question(bank, audience, number, text) for number, text in enumerate(conversation.questions, 1))
    titles = {audience.value: wording.text(audience)}
    return replace(bank, topics=(*bank.topics, Topic(TOPIC, LAST, wording.picture or "", titles, questions)))


def _question(bank: Bank, audience: Audience, number: int, text: str) -> Question:
    """Asked in the practitioner's words alone, and in the short way too: somebody wants to know."""
    why, example = (bank.text(name, audience) for name in (WHY, EXAMPLE))
    variant = Variant(text, text, why, (example,), ReplyWay.WORDS, language=bank.language)  # as far as anybody knows
    picture = bank.wordings[TITLE].picture or ""
    return Question(f"own_{number}", TOPIC, picture, {audience: variant}, short=frozenset({audience}))
