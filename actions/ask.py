"""Opening a conversation."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import take
from bot.interview.opening import welcome


class Ask(Action):
    """Say what this is and who sees it, and let the person choose where to start."""

    def name(self) -> str:
        """As domain.yml has it."""
        return "action_ask"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn."""
        return take(dispatcher, tracker, lambda situation, _: welcome(situation))
