"""Wishes: a simpler wording, the reason, an example, a break, stop, and the rest; each gets what it asks for."""

from collections.abc import Callable

from bot.interview import agenda, menus
from bot.interview.concern import concerned
from bot.interview.decision import AFTER_TOPIC, SAFETY, Decision, Heard, info, step, where_we_are
from bot.interview.situation import Situation
from records.conversation import State
from records.message import Part

TOLD = {
    "who_sees": "who_sees", "help": "help", "bot_challenge": "bot_challenge", "greet": "greet_back",
    "thanks": "thanks_back",
}  # fmt: skip
OF_A_QUESTION = frozenset({"repeat", "simplify", "explain_why", "give_example", "change_answer"})
ASPECTS = {"explain_why": ("why_intro", "why"), "give_example": ("example_intro", "examples")}


def grant(situation: Situation, heard: Heard) -> Decision:
    """Do what was wished; a concern said inside a wish comes first."""
    if heard.level == "urgent":
        return concerned(situation)
    wish = "resume" if _says_back(situation, heard) else heard.intent
    to = _goes_back_to(situation, heard)
    granted = _GRANTS.get(wish, _tell)(situation.moved(**to), wish)
    worried = (info("safety_worry"),) if heard.level == "worry" else ()
    return Decision(granted.understood_as, (*worried, *granted.parts), changes={**to, **granted.changes})


def _says_back(situation: Situation, heard: Heard) -> bool:
    """One word such as "back", said in a break, is no wish to change an answer."""
    paused = situation.conversation.state is State.PAUSED
    return paused and heard.intent == "change_answer" and len((heard.said.words or "").split()) == 1


def _goes_back_to(situation: Situation, heard: Heard) -> dict[str, object]:
    """A wish that was offered beside a kept answer is about that question, though another one stands there by now."""
    asked, tapped = heard.said.question_id, heard.said.words is None
    earlier = asked != situation.conversation.current and asked in situation.answers and situation.question(asked)
    return {"current": asked} if tapped and earlier and heard.intent in OF_A_QUESTION else {}


def _tell(situation: Situation, wish: str) -> Decision:
    return Decision(wish, (info(TOLD[wish]), where_we_are(situation)))


def _repeat(situation: Situation, wish: str) -> Decision:
    return Decision(wish, (info("repeat_intro"), where_we_are(situation)))


def _simplify(situation: Situation, wish: str) -> Decision:
    question = situation.question(situation.conversation.current)
    if question is None:
        return _repeat(situation, wish)
    easier = Part("question", question_id=question.id, aspect="easier")
    return Decision(wish, (info("simplify_intro"), easier))


def _aspect(situation: Situation, wish: str) -> Decision:
    question = situation.question(situation.conversation.current)
    if question is None:
        return Decision(wish, (info("help"), where_we_are(situation)))
    intro, aspect = ASPECTS[wish]
    told = Part("info", question_id=question.id, aspect=aspect)
    return Decision(wish, (info(intro), told, where_we_are(situation)))


def _change_answer(situation: Situation, wish: str) -> Decision:
    question = agenda.previous_question(situation)
    if question is None:
        return Decision(wish, (info("nothing_to_change"), where_we_are(situation)))
    changes = {"current": question.id, "state": State.ASKING}
    return Decision(wish, (info("change_intro"), step(situation, question.id)), changes=changes)


def _pause(_: Situation, wish: str) -> Decision:
    return Decision(wish, (info("paused"),), changes={"state": State.PAUSED})


def _resume(situation: Situation, wish: str) -> Decision:
    menu = situation.conversation.current
    if situation.conversation.state is State.ASKING and menu in {AFTER_TOPIC, SAFETY}:  # "next", said at a menu
        changes, following = menus.carry_on(situation, menu)
        return Decision(wish, (following,), changes=changes)
    return Decision(wish, (info("resumed"), where_we_are(situation)), changes={"state": State.ASKING})


def _stop(_: Situation, wish: str) -> Decision:
    return Decision(wish, (Part("end", wording="stopped"),), changes={"state": State.STOPPED})


_GRANTS: dict[str, Callable[[Situation, str], Decision]] = {
    "repeat": _repeat, "simplify": _simplify, "explain_why": _aspect, "give_example": _aspect,
    "change_answer": _change_answer, "pause": _pause, "resume": _resume, "stop": _stop,
}  # fmt: skip
