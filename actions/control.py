"""Granting a wish: simpler, why, an example, a break, stop."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import take
from bot.interview.wishes import grant


class Control(Action):
    """The person asked for something else than to answer."""

    def name(self) -> str:
        """As domain.yml has it."""
        return "action_control"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn."""
        return take(dispatcher, tracker, grant)
