"""Menus: choosing a topic, what to do after one, the review at the end, and going on after a concern."""

from bot.interview import agenda
from bot.interview.bank import Card
from bot.interview.concern import concerned
from bot.interview.decision import (
    AFTER_TOPIC,
    CHOOSE_TOPIC,
    MENUS,
    REVIEW,
    SAFETY,
    Decision,
    Heard,
    begin_topic,
    go_on,
    info,
    step,
    where_we_are,
)  # fmt: skip
from bot.interview.opening import SINCE_LAST_TIME, read_back
from bot.interview.situation import Situation
from records.answer import Outcome
from records.conversation import State, Way
from records.message import Part

SHORT_WAY, ANY_ORDER = "short_way", "any_order"
OPTIONS = {
    AFTER_TOPIC: (("carry_on", "carry_on"), ("choose", "choose"), ("pause", "pause"), ("finish", "finish")),
    REVIEW: (("finish", "finish"), ("more", "more")),
    SAFETY: (("carry_on", "carry_on"), ("pause", "break"), ("stop", "stop")),
}
"""Each menu's choices, and the end of the name of the wording that labels them."""
TYPED = {
    AFTER_TOPIC: {"affirm": "carry_on", "deny": "finish"},
    SAFETY: {"affirm": "carry_on"},
    REVIEW: {"deny": "finish"},
}
"""A plain yes or no to a menu, and the choice that it stands for."""


def reply(situation: Situation, menu: str, heard: Heard) -> Decision:
    """Follow the choice; words that are no choice are kept, and the conversation goes on."""
    choice = next(iter(heard.said.picked.choices), None) or TYPED.get(menu, {}).get(heard.intent)
    choice = choice or _named(situation, menu, heard.said.words)
    if heard.level == "urgent":
        return concerned(situation, _unused(situation, menu), Outcome.ANSWERED)
    if choice is None:
        return _words_kept(situation, menu, heard)
    if menu in {AFTER_TOPIC, SAFETY} and menu != situation.conversation.current:  # tapped twice, or in another tab
        return Decision("answer", (where_we_are(situation),))
    if choice == "pause":
        return Decision("pause", (info("paused"),), changes={"state": State.PAUSED})
    if choice == "stop":
        return Decision("stop", (Part("end", wording="stopped"),), changes={"state": State.STOPPED})
    changes, following = _follow(situation, menu, choice)
    return Decision("answer", (*read_back(situation, changes), following), changes=changes)


def _follow(situation: Situation, menu: str, choice: str) -> tuple[dict[str, object], Part]:
    if choice == "finish":
        if menu == REVIEW:
            return {"state": State.FINISHED, "current": REVIEW}, Part("end", wording="end")
        return {"current": REVIEW, "state": State.ASKING}, step(situation, REVIEW)
    if choice in {"choose", "more"}:
        current = CHOOSE_TOPIC if agenda.open_topics(situation) else REVIEW
        return {"current": current, "state": State.ASKING}, step(situation, current)
    if menu == SAFETY:
        return go_on(situation)
    if choice == SHORT_WAY:
        return begin_topic(situation.moved(way=Way.SHORT), None)
    return begin_topic(situation, choice if situation.bank.topic(choice) else None)


def carry_on(situation: Situation, menu: str) -> tuple[dict[str, object], Part]:
    """Go on after a topic or a concern."""
    return _follow(situation, menu, "carry_on")


def _words_kept(situation: Situation, menu: str, heard: Heard) -> Decision:
    """Nothing said is lost: words typed at a menu are kept beside the answers."""
    question_id = _unused(situation, menu)
    thanks = info("safety_worry" if heard.level == "worry" else "thanks_for_telling")
    before: tuple[Part, ...] = ()
    if heard.intent == "skip" or menu in {CHOOSE_TOPIC, AFTER_TOPIC}:
        changes, following = begin_topic(situation, None)
        before = read_back(situation, changes)
    else:
        changes, following = {}, _again(situation, menu)
    if heard.intent != "answer":
        return Decision(heard.intent, (*before, following), changes=changes)
    return Decision("answer", (thanks, *before, following), question_id, Outcome.ANSWERED, changes)


def _again(situation: Situation, menu: str) -> Part:
    """The review is told in full once; after more was said there, only whether there is anything else."""
    if menu == REVIEW == situation.conversation.current:
        return Part("review", wording="anything_else", question_id=REVIEW)
    return where_we_are(situation)


def _named(situation: Situation, menu: str, words: str | None) -> str | None:
    """The choice whose words were typed or said instead of tapped."""
    said = _plain(words or "")
    return next((card.id for card in options(situation, menu) if said and _plain(card.label) == said), None)


def options(situation: Situation, menu: str) -> list[Card]:
    """The cards of a menu: the topics that are left, or what its wordings name."""
    if menu != CHOOSE_TOPIC:
        return [_option(situation, choice, f"{menu}_{name}") for choice, name in OPTIONS[menu]]
    left = agenda.open_topics(situation)
    named = [Card(topic.id, topic.title(situation.audience), topic.picture) for topic in left]
    others = [_option(situation, ANY_ORDER, "topic_any_order")] if left else []
    if left and situation.conversation.way is Way.FULL and not _begun(situation):
        others.append(_option(situation, SHORT_WAY, "topic_short_way"))
    first = [card for card in named if card.id == SINCE_LAST_TIME]
    return [*first, *others, *(card for card in named if card not in first)]


def _begun(situation: Situation) -> bool:
    """Whether more was asked than what has changed since last time."""
    asked = (situation.question(question_id) for question_id in situation.answers)
    return any(question is None or question.topic != SINCE_LAST_TIME for question in asked)


def _option(situation: Situation, choice: str, wording_id: str) -> Card:
    wording = situation.bank.wordings[wording_id]
    return Card(choice, wording.text(situation.audience), wording.picture or "")


def menu_choices(situation: Situation, menu: str) -> set[str]:
    """The choices that a menu takes; a topic that is done may still be named from the map."""
    named = {topic.id for topic in agenda.topics(situation)} | {ANY_ORDER, SHORT_WAY} if menu == CHOOSE_TOPIC else set()
    return named | ({card.id for card in options(situation, menu)} if menu in MENUS else set())


def _plain(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())


def _unused(situation: Situation, menu: str) -> str:
    """An id under which words said at a menu are kept, so that a later one never takes the place of an earlier."""
    topic = situation.conversation.topic
    base = f"{menu}_{topic}" if menu == AFTER_TOPIC and topic else menu
    ids = (base, *(f"{base}_{number}" for number in range(2, 1000)))
    return next(name for name in ids if name not in situation.answers)
