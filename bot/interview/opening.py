"""The opening: what every person hears first, the choice of a first topic, and what was said last time."""

from collections.abc import Mapping

from bot.interview.decision import CHOOSE_TOPIC, Decision, info, step
from bot.interview.situation import Situation
from records.conversation import State
from records.message import RECALL, Part

SINCE_LAST_TIME = "what_changed"
"""The topic that is offered first to somebody who has been here before."""
READ_BACK = tuple(f"read_back_{name}" for name in ("intro", "said", "done", "by", "nothing", "gone"))
WELCOME = ("welcome_what", "welcome_computer", "welcome_who_sees", "welcome_control", "welcome_safety")


def welcome(situation: Situation) -> Decision:
    """Say what this is, who sees it and what cannot be kept secret; then let the person choose where to start."""
    parts = (*(info(wording) for wording in WELCOME), step(situation, CHOOSE_TOPIC))
    return Decision("greet", parts, changes={"current": CHOOSE_TOPIC, "state": State.ASKING})


def read_back(situation: Situation, changes: Mapping[str, object]) -> tuple[Part, ...]:
    """What was said last time and what was done about it, told once, as the person turns to what has changed since."""
    topic = situation.bank.topic(SINCE_LAST_TIME)
    turned = changes.get("topic") == SINCE_LAST_TIME and situation.conversation.topic != SINCE_LAST_TIME
    begun = topic is None or any(question.id in situation.answers for question in topic.questions)
    if begun or not turned or not situation.recalled:
        return ()
    told = (Part("info", question_id=recalled.question_id, aspect=RECALL) for recalled in situation.recalled)
    return (info("read_back_intro"), *told)
