"""Who is asked what: everybody has each topic, the short way is eight questions, and conditions can come true."""

from collections.abc import Iterator
from pathlib import Path

from bot.interview.bank import Bank, Earlier, Question, ReplyWay
from bot.interview.checks.places import in_question, in_topic
from bot.interview.content import Problem
from records.conversation import Audience

SHORT_WAY = 8


def missing_audiences(data: Path, bank: Bank) -> Iterator[Problem]:
    """Each topic has a question for every audience."""
    for topic in bank.topics:
        for audience in Audience:
            if not any(audience in question.variants for question in topic.questions):
                yield in_topic(data, topic.id, f"the topic {topic.id} has no question for {audience.value}")


def short_way(data: Path, bank: Bank) -> Iterator[Problem]:
    """Exactly eight questions matter most, for each audience, and all of them are always asked."""
    for audience in Audience:
        marked = [question for question in bank.questions.values() if audience in question.short]
        asked = [question for question in marked if audience in question.variants]
        for question in marked:
            if question not in asked:
                what = f"{question.id} is marked as short for {audience.value}, who is not asked it"
                yield in_question(data, question.id, what, "short")
        if asked and len(asked) != SHORT_WAY:
            names = ", ".join(question.id for question in asked)
            what = f"{audience.value} has {len(asked)} short questions, the short way has exactly {SHORT_WAY}: {names}"
            yield in_question(data, asked[-1].id, what, "short")


def conditions(data: Path, bank: Bank) -> Iterator[Problem]:
    """What a question depends on can have been said."""
    for question in bank.questions.values():
        for key, earlier in (("said", question.when.said), ("not_said", question.when.not_said)):
            if earlier:
                for what in _impossible(bank, question, earlier, never=key == "said"):
                    yield in_question(data, question.id, f"{question.id} {what}", "when", key)


def pictures_alone(data: Path, bank: Bank) -> Iterator[Problem]:
    """A young child can answer without a word."""
    early = Audience.CHILD_EARLY
    for question in bank.questions.values():
        variant = question.variants.get(early)
        if variant and variant.reply in {ReplyWay.WORDS, ReplyWay.DRAW}:
            what = f"{question.id} cannot be answered by {early.value} with pictures alone"
            yield in_question(data, question.id, what, "wording", early.value)


def _impossible(bank: Bank, question: Question, earlier: Earlier, *, never: bool) -> Iterator[str]:
    asked = bank.questions.get(earlier.question)
    if asked is None:
        yield f"depends on the question {earlier.question}, which is not in the bank"
        return
    cards = {choice.id for variant in asked.variants.values() for choice in variant.choices}
    for name in sorted(earlier.choices - cards):
        yield f"depends on the choice {name}, which {earlier.question} does not have"
    for audience in sorted(set(question.variants) - set(asked.variants), key=list(Audience).index):
        if never:
            yield f"is never asked of {audience.value}, who is not asked {earlier.question}"
