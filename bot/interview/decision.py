"""A decision: what one message changes, and what is said back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.interview import agenda
from bot.interview.situation import Situation
from records.answer import Answer, Outcome
from records.conversation import State, Way
from records.message import Part, Said

CHOOSE_TOPIC, AFTER_TOPIC, REVIEW, SAFETY = "choose_topic", "after_topic", "review", "safety"
MENUS = frozenset({CHOOSE_TOPIC, AFTER_TOPIC, REVIEW, SAFETY})
"""Steps of the conversation that are not questions about the person; their words are in data/wordings."""


@dataclass(frozen=True)
class Heard:
    """A message as understood: an intent, perhaps a wish to offer, and how worried we should be.

    `echo`: from which letter of the words to which they could be taken up again.
    """

    said: Said
    intent: str
    offer: str | None = None
    level: str = "none"
    signals: tuple[str, ...] = ()
    echo: tuple[int, int] | None = None


@dataclass(frozen=True)
class Decision:
    """`question_id` and `outcome` are set where something is to be kept; `changes` are fields of the conversation."""

    understood_as: str
    parts: tuple[Part, ...]
    question_id: str | None = None
    outcome: Outcome | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


def info(wording: str) -> Part:
    """Something told, that asks for no reply."""
    return Part("info", wording=wording)


def step(situation: Situation, current: str) -> Part:
    """The part that puts a question or a menu before the person."""
    if current == REVIEW:
        return Part("review", wording="review", question_id=REVIEW)
    if current in MENUS:
        wording = "safety_offer" if current == SAFETY else current
        wording = f"{wording}_again" if current == CHOOSE_TOPIC and _begun(situation) else wording
        return Part("safety" if current == SAFETY else "question", wording=wording, question_id=current)
    easy = situation.conversation.adjustments.get("easy_words") is True
    return Part("question", question_id=current, aspect="easier" if easy else "ask")


def _begun(situation: Situation) -> bool:
    return any(situation.question(question_id) for question_id in situation.answers)


def where_we_are(situation: Situation) -> Part:
    """The current question or menu, put once more."""
    return step(situation, situation.conversation.current or CHOOSE_TOPIC)


def go_on(situation: Situation) -> tuple[dict[str, object], Part]:
    """What comes next once a question is done: the changes to the conversation, and what is put before the person."""
    question = agenda.next_question(situation)
    if question:
        return _to(situation, question.topic, question.id)
    left = agenda.open_topics(situation)
    if not left:
        return _to(situation, None, REVIEW)
    if situation.conversation.way is Way.SHORT:
        return _to(situation, left[0].id, agenda.open_questions(situation, left[0])[0].id)
    topic = situation.conversation.topic
    return _to(situation, topic, AFTER_TOPIC if topic else CHOOSE_TOPIC)


def begin_topic(situation: Situation, topic_id: str | None) -> tuple[dict[str, object], Part]:
    """Turn to a topic; without one, to the first in which something is left."""
    if topic_id is None:
        left = agenda.open_topics(situation)
        topic_id = left[0].id if left else None
    return go_on(situation.moved(topic=topic_id))


def with_answer(situation: Situation, answer: Answer) -> Situation:
    """The situation once an answer has been kept."""
    return replace(situation, answers={**situation.answers, answer.question_id: answer})


def _to(situation: Situation, topic: str | None, current: str) -> tuple[dict[str, object], Part]:
    changes: dict[str, object] = {
        "topic": topic,
        "current": current,
        "state": State.ASKING,
        "way": situation.conversation.way,
    }
    return changes, step(situation, current)
