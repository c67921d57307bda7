"""One turn: find the kept message, let the interview decide, and keep what was decided, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.interview.decision import MENUS, Decision, Heard, step, with_answer
from bot.interview.languages.tongues import Tongues
from bot.interview.library import load
from bot.interview.memory import recall
from bot.interview.presenting import present, wording_kept
from bot.interview.progress import progress
from bot.interview.situation import Situation
from bot.interview.words import whose_words
from operating.schools import places
from operating.settings import read_settings
from records.answer import Outcome
from records.concerns import Level
from records.conversation import State
from records.message import Message, Part, Reply
from records.store import Store

Decide = Callable[[Situation, Heard], Decision]


@dataclass(frozen=True)
class Desk:
    """What the actions work with."""

    tongues: Tongues
    store: Store


@cache
def desks() -> Mapping[str, Desk]:
    """That of each school by its name, with the content that all share; made once for the process."""
    settings = read_settings()
    tongues = Tongues.load(load(settings.data), settings.data, settings.languages)
    return {at.school: Desk(tongues, Store(at.database, at.database_key)) for at in places(settings)}


def desk(school: str) -> Desk:
    """That of a school, without a name that of the one there is; raises LookupError where there is none."""
    return desks()[school]


def take(dispatcher: CollectingDispatcher, tracker: Tracker, decide: Decide) -> list[dict[str, Any]]:
    """Answer the message that the tracker names; one that has its reply already is left as it is."""
    heard_by_rasa: dict[str, Any] = tracker.latest_message
    named = heard_by_rasa["metadata"]
    at = desk(named.get("school", ""))
    store = at.store
    with store.transaction(named["conversation_id"]):
        message = store.messages.find(named["conversation_id"], named["message_id"])
        if message is None:
            raise LookupError("no such message")
        if message.reply is None:
            situation = situation_of(at, message.conversation_id)
            heard = _heard(message, heard_by_rasa)
            _keep(at.store, situation, message, heard, decide(situation, heard))
    dispatcher.utter_message(json_message={"done": named["message_id"]})
    return []


def situation_of(at: Desk, conversation_id: str) -> Situation:
    """Where a conversation stands; raises LookupError where it is gone."""
    conversation = at.store.conversations.find(conversation_id)
    if conversation is None:
        raise LookupError("no such conversation")
    bank, store = at.tongues.bank(conversation), at.store
    recalled = recall(bank, store.last_time(conversation))
    return Situation.of(bank, conversation, lambda: store.answers.of(conversation_id), recalled)


def _heard(message: Message, parsed: dict[str, Any]) -> Heard:
    safety = parsed.get("safety") or {}
    return Heard(
        message.said, parsed["intent"]["name"], parsed.get("offer"), safety.get("level", "none"),
        tuple(safety.get("signals", ())), _in_kept_words(message.said.words or "", parsed),
    )  # fmt: skip


def _in_kept_words(words: str, parsed: dict[str, Any]) -> tuple[int, int] | None:
    """Where the words to take up stand in the message; the engine saw a part of it, from somewhere near its start."""
    start, end = parsed.get("echo") or (0, 0)
    seen = str(parsed.get("text") or "")
    before = words.find(seen)
    taken_up = words[before + start : before + end]
    if before < 0 or not taken_up.strip() or taken_up != seen[start:end]:
        return None
    return before + start, before + end


def _keep(store: Store, situation: Situation, message: Message, heard: Heard, decision: Decision) -> None:
    conversation = situation.conversation
    if heard.level != "none":
        store.concerns.note(message, Level(heard.level), heard.signals)
    if decision.question_id and decision.outcome:
        _keep_answer(store, situation, message, decision.question_id, decision.outcome)
    changes = {"state": State.ASKING, **decision.changes}
    store.conversations.change(conversation.id, **changes)
    after = _afterwards(store, situation, decision)
    for part in decision.parts:
        _note_asked(store, after, part, message)
    shown = asdict(progress(after))
    store.messages.answer(
        message.seq, Reply(decision.understood_as, decision.parts, after.conversation.state.value, shown)
    )


def _afterwards(store: Store, situation: Situation, decision: Decision) -> Situation:
    """The situation once a decision is kept: what changed is read again, and nothing else."""
    conversation_id = situation.conversation.id
    conversation = store.conversations.find(conversation_id)
    answer = store.answers.find(conversation_id, decision.question_id) if decision.question_id else None
    situation = with_answer(situation, answer) if answer else situation
    return replace(situation, conversation=conversation or situation.conversation)


def _keep_answer(store: Store, situation: Situation, message: Message, question_id: str, outcome: Outcome) -> None:
    conversation = situation.conversation
    stood_there = message.said.question_id or conversation.current or ""
    if stood_there in MENUS:  # what was said at a menu is kept under a name of its own
        store.answers.asked(conversation.id, question_id, present(situation, step(situation, stood_there)).text)
    whose = whose_words(conversation, message.said)
    store.answers.keep(conversation.id, question_id, outcome, whose, message.seq, conversation.helper)


def _note_asked(store: Store, situation: Situation, part: Part, message: Message) -> None:
    question = situation.question(part.question_id)
    if question and part.kind == "question":
        wording = wording_kept(situation, question, part)
        store.answers.asked(situation.conversation.id, question.id, wording, part.echo, message.seq)
