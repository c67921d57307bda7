"""The scene: what of a conversation is on the page now."""

from dataclasses import dataclass, replace

from bot.interview.decision import CHOOSE_TOPIC, MENUS, SAFETY
from records.conversation import State
from web.showing import Json
from web.talk.words import Words

SHORT = 90
"""Letters up to which one thing told is a quiet line above the question."""


@dataclass(frozen=True)
class Bubble:
    """What was told in one go, beside one picture."""

    kind: str
    picture: Json | None
    messages: tuple[Json, ...]


@dataclass(frozen=True)
class Scene:
    """What the page shows: what was told, what is asked, and which of the buttons that are always there."""

    view: Json
    said: list[Json]
    message: Json | None
    heading: str
    real_question: bool
    welcoming: bool = False

    @property
    def bubbles(self) -> list[Bubble]:
        """What was told: each thing beside its own picture; a reason or an example stays with its introduction."""
        found: list[Bubble] = []
        for message in self.said:
            if found and "picture" not in message and "offer" not in message:
                found[-1] = replace(found[-1], messages=(*found[-1].messages, message))
            else:
                found.append(Bubble(message["kind"], message.get("picture"), (message,)))
        return found

    @property
    def quiet(self) -> bool:
        """Whether all that was told is a short thank-you."""
        return len(self.said) == 1 and len(self.said[0]["text"]) < SHORT and "offer" not in self.said[0]

    @property
    def asking(self) -> bool:
        """Whether a question or a menu waits, other than the one after a concern."""
        return self.message is not None and self.message["question_id"] != SAFETY


def scene_of(view: Json, words: Words, welcomed: bool = True) -> Scene:
    """Choose what of a conversation is on the page now."""
    state = view["state"]
    told = [message for message in view["messages"] if "reply" not in message]
    if state != State.ASKING.value:
        return Scene(view, told, None, words(f"{state}_heading"), real_question=False)
    asked = view["current"]["question_id"]
    newest = [message for message in view["messages"] if message.get("question_id") == asked and "reply" in message]
    easy = view["adjustments"].get("easy_words") is True  # whoever chose easy words gets them for this question too
    message = newest[-1] if newest and not easy else view["current"]
    if asked == CHOOSE_TOPIC and not welcomed and len(view["transcript"]) == 1:
        return Scene(view, told, None, words("start_heading"), real_question=False, welcoming=True)
    said = told if len(view["transcript"]) > 1 else []
    return Scene(view, said, message, message["text"], asked not in MENUS)
