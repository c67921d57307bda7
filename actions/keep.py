"""Keeping an answer, or passing a question over."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import take
from bot.interview.keeping import keep


class Keep(Action):
    """The kept words become the answer to the question that they were said to."""

    def name(self) -> str:
        """As domain.yml has it."""
        return "action_keep"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn."""
        return take(dispatcher, tracker, keep)
