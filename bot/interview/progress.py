"""Progress: how far a conversation has come, quietly, by topic."""

from dataclasses import dataclass

from bot.interview import agenda
from bot.interview.bank import Topic
from bot.interview.presenting import fill
from bot.interview.situation import Situation


@dataclass(frozen=True)
class TopicProgress:
    """One topic of the map; `state` is todo, now or done."""

    id: str
    title: str
    picture: str
    done: int
    total: int
    state: str


@dataclass(frozen=True)
class Progress:
    """Questions done (answered or passed over) of all that this person is asked."""

    done: int
    total: int
    topic: str | None
    topics: tuple[TopicProgress, ...]


def progress(situation: Situation) -> Progress:
    """How far we are."""
    rows = tuple(_of_topic(situation, topic) for topic in agenda.topics(situation))
    return Progress(sum(row.done for row in rows), sum(row.total for row in rows), situation.conversation.topic, rows)


def _of_topic(situation: Situation, topic: Topic) -> TopicProgress:
    asked = agenda.questions(situation, topic)
    done = sum(question.id in situation.answers for question in asked)
    now = topic.id == situation.conversation.topic
    state = "done" if done == len(asked) else "now" if now else "todo"
    title = fill(situation, topic.title(situation.audience))
    return TopicProgress(topic.id, title, topic.picture, done, len(asked), state)
