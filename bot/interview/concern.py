"""When someone may not be safe: pause the questions, ask nothing about it, say truthfully what happens next."""

from dataclasses import replace

from bot.interview.decision import SAFETY, Decision, info, step
from bot.interview.situation import Situation
from records.answer import Outcome
from records.conversation import Audience
from records.message import Part

TOLD, NOT_TOLD = "safety_told", "safety_not_told"
OVER_18_FROM_YEAR = 14
HELP = {Audience.PARENT: ("safety_help_parent",), Audience.YOUNG_PERSON: ("safety_help_any_age",)}


def concerned(situation: Situation, question_id: str | None = None, outcome: Outcome | None = None) -> Decision:
    """Thank them calmly, say who knows, offer help that fits, and let them carry on, rest or stop.

    Nobody has been told at this moment: whoever shows the reply says otherwise once that is confirmed (`as_told`).
    """
    wordings = ("safety_urgent", NOT_TOLD, *_help(situation))
    parts = (*(info(wording) for wording in wordings), step(situation, SAFETY))
    return Decision("concern", parts, question_id, outcome, {"current": SAFETY})


def as_told(part: Part) -> Part:
    """The same part once it is confirmed that the person in charge of keeping people safe has been told."""
    return replace(part, wording=TOLD) if part.wording == NOT_TOLD else part


def _help(situation: Situation) -> tuple[str, ...]:
    if situation.audience is Audience.YOUNG_PERSON and situation.year_group >= OVER_18_FROM_YEAR:
        return ("safety_help_adult",)
    return HELP.get(situation.audience, ("safety_help_under_19",))
