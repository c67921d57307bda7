"""Keeping: the words become the answer to a question, or the question is passed over."""

from bot.interview import menus
from bot.interview.concern import concerned
from bot.interview.decision import MENUS, Decision, Heard, go_on, info, where_we_are, with_answer
from bot.interview.follow_up import follow_up
from bot.interview.situation import Situation
from bot.interview.words import whose_words
from records.answer import Answer, Outcome, Share
from records.conversation import CLOSED_STATES
from records.message import Part

OUTCOMES = {
    "skip": (Outcome.SKIPPED, "skipped"),
    "dont_know": (Outcome.DONT_KNOW, "dont_know_ok"),
    "prefer_not_to_say": (Outcome.PREFER_NOT_TO_SAY, "prefer_not_ok"),
}
THANKS = ("thanks_for_telling", "thanks_okay", "thanks_saved", "thanks_plain")
"""Said in turn, so that none wears thin; none of them judges what was said."""


def keep(situation: Situation, heard: Heard) -> Decision:
    """Decide what becomes of a reply to a question or a menu."""
    asked = heard.said.question_id or situation.conversation.current or ""
    if asked in MENUS:
        return menus.reply(situation, asked, heard)
    if heard.intent == "skip" and asked in situation.answers:
        return _leave(situation, asked, heard)
    outcome, thanks = OUTCOMES.get(heard.intent) or (Outcome.ANSWERED, thanks_of(situation))
    after = with_answer(situation, _answer(situation, asked, outcome, heard))
    if heard.level == "urgent":
        return concerned(after, asked, outcome)
    parts = [info("safety_worry" if heard.level == "worry" else thanks), *_offer(asked, heard)]
    if situation.conversation.state in CLOSED_STATES:  # corrected afterwards: the state stands, nothing is shared by it
        return Decision(heard.intent, tuple(parts), asked, outcome, {"state": situation.conversation.state})
    if asked != situation.conversation.current:  # an earlier question was answered again: back to where we were
        return Decision(heard.intent, (*parts, where_we_are(after)), asked, outcome)
    more = follow_up(situation, asked, heard)
    changes, following = ({"current": more.question_id}, more) if more else go_on(after)
    return Decision(heard.intent, (*parts, following), asked, outcome, changes)


def thanks_of(situation: Situation) -> str:
    """The wording of thanks whose turn it is."""
    return THANKS[len(situation.answers) % len(THANKS)]


def _leave(situation: Situation, asked: str, heard: Heard) -> Decision:
    """To skip a question that was answered before leaves that answer as it is."""
    if heard.level == "urgent":
        return concerned(situation)
    here = asked == situation.conversation.current
    changes, following = go_on(situation) if here else ({}, where_we_are(situation))
    return Decision(
        heard.intent, (info("safety_worry" if heard.level == "worry" else "skipped"), following), changes=changes
    )


def _offer(asked: str, heard: Heard) -> tuple[Part, ...]:
    """The wish that it may have been, as a button that knows which question it belongs to."""
    return (Part("info", f"offer_{heard.offer}", asked, offer=heard.offer),) if heard.offer else ()


def _answer(situation: Situation, question_id: str, outcome: Outcome, heard: Heard) -> Answer:
    said = heard.said
    return Answer(
        question_id, 1, outcome, "", whose_words(situation.conversation, said), Share.REVIEW, said.input, "",
        said.words, said.picked, said.edited,
    )  # fmt: skip
