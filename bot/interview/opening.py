"""The opening: what every person hears first, and the choice of a first topic."""

from bot.interview.decision import CHOOSE_TOPIC, Decision, info, step
from bot.interview.situation import Situation
from records.conversation import State

WELCOME = ("welcome_what", "welcome_computer", "welcome_who_sees", "welcome_control", "welcome_safety")


def welcome(situation: Situation) -> Decision:
    """Say what this is, who sees it and what cannot be kept secret; then let the person choose where to start."""
    parts = (*(info(wording) for wording in WELCOME), step(situation, CHOOSE_TOPIC))
    return Decision("greet", parts, changes={"current": CHOOSE_TOPIC, "state": State.ASKING})
