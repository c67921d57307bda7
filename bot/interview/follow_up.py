"""The follow-up: after a very short or a rich answer, one gentle invitation to say more, in the person's own words."""

from bot.interview.bank import ReplyWay
from bot.interview.decision import Heard
from bot.interview.situation import Situation
from records.answer import FOLLOW_UP, Outcome
from records.conversation import Conversation, Way
from records.message import Part

SHORT_WORDS, RICH_WORDS = 3, 25
SHORT, RICH, PLAIN = "follow_up_short", "follow_up_noun", "follow_up_plain"
WORDINGS = (SHORT, RICH, PLAIN, "follow_up_easier", "follow_up_why", "follow_up_example")
LESS = ("fewer_questions", "less")
"""Adjustments of somebody who has asked for less."""
MORE_THAN_ASKED = frozenset({ReplyWay.SCALE, ReplyWay.CARDS})
"""Where a face or a heap was asked for, words have said more than that already: to ask on would be to probe."""
PASSED_OVER = frozenset({Outcome.SKIPPED, Outcome.DONT_KNOW, Outcome.PREFER_NOT_TO_SAY})
TIRED_AFTER = 2


def follow_up(situation: Situation, asked: str, heard: Heard) -> Part | None:
    """The follow-up of an answer that has just come, or None; the situation is the one before it came."""
    question = situation.question(asked)
    if question is None or not question.follow_up or asked in situation.answers:
        return None
    if situation.variant(question).reply in MORE_THAN_ASKED:
        return None
    wording = _worth(heard)
    if wording is None or _asked_for_less(situation.conversation) or _tired(situation):
        return None
    if _is_name(situation, heard) or _had_one(situation, question.topic):
        return None
    return Part("question", wording, asked + FOLLOW_UP, echo=heard.echo)


def wording_of(words: str) -> str | None:
    """The wording that fits an answer of this length, or None where it is neither very short nor rich."""
    count = sum(any(letter.isalnum() for letter in word) for word in words.split())  # an emoji is no word
    return SHORT if 0 < count <= SHORT_WORDS else RICH if count >= RICH_WORDS else None


def _worth(heard: Heard) -> str | None:
    """Only an answer in words, that nobody need worry about and that could not have been a wish."""
    plain = heard.intent == "answer" and heard.level == "none" and heard.offer is None and not heard.said.picked
    return wording_of(heard.said.words or "") if plain and heard.echo else None


def _asked_for_less(conversation: Conversation) -> bool:
    return conversation.way is Way.SHORT or any(conversation.adjustments.get(name) is True for name in LESS)


def _tired(situation: Situation) -> bool:
    """Whether one of the last two questions was passed over."""
    newest = list(situation.answers.values())[-TIRED_AFTER:]
    return any(answer.outcome in PASSED_OVER for answer in newest)


def _is_name(situation: Situation, heard: Heard) -> bool:
    taken_up = (heard.said.words or "")[slice(*(heard.echo or (0, 0)))]
    return taken_up.casefold() == (situation.conversation.called or "").casefold()


def _had_one(situation: Situation, topic: str) -> bool:
    """Whether a follow-up was put in this topic, answered or not."""
    return any(
        (found := situation.question(answer.question_id)) is not None
        and found.topic == topic
        and (answer.echo is not None or answer.question_id.endswith(FOLLOW_UP))
        for answer in situation.answers.values()
    )
