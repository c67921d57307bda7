"""The agenda: which questions are for this person, and which comes next."""

import re
from collections.abc import Iterable

from bot.interview.bank import Earlier, Question, Topic
from bot.interview.situation import Situation
from records.answer import Answer
from records.conversation import Way

LIKED = "like"
"""The heap of cards that counts as having said yes to a card."""


def questions(situation: Situation, topic: Topic) -> list[Question]:
    """The questions of a topic that this person is asked, answered ones too."""
    fitting = [question for question in topic.questions if _fits(situation, question)]
    if situation.conversation.way is Way.FULL:
        return fitting
    chosen = [question for question in fitting if situation.audience in question.short]
    needed = topic.required(situation.year_group) or any(question.when.needs_earlier for question in fitting)
    return chosen or (fitting[:1] if needed else [])


def topics(situation: Situation) -> list[Topic]:
    """The topics that hold a question for this person: first what has changed since last time, then as usual."""
    fitting = [topic for topic in situation.bank.topics if questions(situation, topic)]
    return sorted(fitting, key=lambda topic: not all(question.when.needs_earlier for question in topic.questions))


def open_questions(situation: Situation, topic: Topic) -> list[Question]:
    """Those of a topic that have no answer and were not passed over."""
    return [question for question in questions(situation, topic) if question.id not in situation.answers]


def open_topics(situation: Situation) -> list[Topic]:
    """The topics in which something is left to ask."""
    return [topic for topic in topics(situation) if open_questions(situation, topic)]


def next_question(situation: Situation) -> Question | None:
    """The next one in the topic we are in, or None where that topic has come to its end."""
    topic = situation.bank.topic(situation.conversation.topic or "")
    return next(iter(open_questions(situation, topic)), None) if topic else None


def previous_question(situation: Situation) -> Question | None:
    """The question answered before the current one, to be changed."""
    answered = [question_id for question_id in situation.answers if situation.question(question_id)]
    current = situation.conversation.current
    before = answered[: answered.index(current)] if current in answered else answered
    return situation.question(before[-1]) if before else None


def _fits(situation: Situation, question: Question) -> bool:
    when, year = question.when, situation.year_group
    return (
        situation.audience in question.variants
        and (when.year_from is None or year >= when.year_from)
        and (when.year_to is None or year <= when.year_to)
        and (not when.purposes or situation.conversation.purpose in when.purposes)
        and (situation.earlier or not when.needs_earlier)
        and (when.said is None or _was_said(situation, when.said))
        and (when.not_said is None or not _was_said(situation, when.not_said))
    )


def _was_said(situation: Situation, earlier: Earlier) -> bool:
    answer = situation.answers.get(earlier.question)
    if answer is None:
        return False
    return bool(earlier.choices & set(_picked(answer))) or bool(earlier.words & _words(answer.words))


def _picked(answer: Answer) -> Iterable[str]:
    liked = (card for card, heap in answer.picked.cards.items() if heap == LIKED)
    return (*answer.picked.choices, *liked)


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"[\w'’]+", (text or "").casefold()))
