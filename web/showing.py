"""Messages, progress and answers in the shape of the HTTP API."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from accessibility.symbols import Symbols
from bot.interview.bank import Card
from bot.interview.presenting import Shown, cards, fill, present
from bot.interview.situation import Situation
from records.answer import Answer
from records.message import Message, Part, Reply

Json = dict[str, Any]
OPENING_WISH = "start"
"""The wish of the message that opens a conversation: nobody said it, and no transcript shows it."""


def messages_of(situation: Situation, symbols: Symbols, message: Message) -> list[Json]:
    """The messages of a reply, each with an id that a resent message gets again."""
    reply = message.reply
    parts = reply.parts if reply else ()
    return [
        message_json(symbols, f"{message.said.message_id}.{number}", present(situation, part, message.said.words))
        for number, part in enumerate(parts, 1)
    ]


def current_of(situation: Situation, symbols: Symbols, part: Part) -> Json:
    """The question or menu that waits for a reply."""
    return message_json(symbols, f"current.{part.question_id}", present(situation, part))


def message_json(symbols: Symbols, message_id: str, shown: Shown) -> Json:
    """One message; what it does not have is left out."""
    choices = [_card(symbols, card) for card in shown.choices]
    fields: Json = {
        "id": message_id, "kind": shown.kind, "question_id": shown.question_id, "topic": shown.topic,
        "text": shown.text, "easier": shown.easier, "why": shown.why, "examples": list(shown.examples),
        "picture": picture_json(symbols, shown.picture), "reply": shown.reply, "offer": shown.offer,
        "language": shown.language,
    }  # fmt: skip
    if shown.reply == "scale":
        fields["scale"] = [{"value": number, **card} for number, card in enumerate(choices, 1)]
    elif shown.reply == "cards":
        fields["cards"] = {"items": choices, "heaps": [_card(symbols, card) for card in shown.heaps]}
    else:
        fields["choices"] = choices
    return {name: value for name, value in fields.items() if value not in (None, [], ())}


def progress_json(symbols: Symbols, progress: Mapping[str, Any]) -> Json:
    """Progress with its pictures."""
    topics = [{**topic, "picture": picture_json(symbols, topic["picture"])} for topic in progress["topics"]]
    return {**progress, "topics": topics}


def reply_json(situation: Situation, symbols: Symbols, message: Message, reply: Reply) -> Json:
    """What a sent message gets back."""
    return {
        "understood_as": reply.understood_as, "messages": messages_of(situation, symbols, message),
        "progress": progress_json(symbols, reply.progress), "state": reply.state,
    }  # fmt: skip


def answer_json(situation: Situation, symbols: Symbols, answer: Answer) -> Json:
    """One answer as its owner sees it."""
    question = situation.question(answer.question_id)
    topic = situation.bank.topic(question.topic) if question else None
    variant = situation.variant(question) if question else None
    labelled = {card.id: card for card in cards(situation, variant.choices)} if variant else {}
    chosen = [labelled.get(choice, Card(choice, choice, "")) for choice in answer.picked.choices]
    return {
        "question_id": answer.question_id, "topic": topic.id if topic else None,
        "topic_title": fill(situation, topic.title(situation.audience)) if topic else None, "asked": answer.wording,
        "outcome": answer.outcome.value, "text": answer.words, "choices": [_card(symbols, card) for card in chosen],
        "cards": dict(answer.picked.cards), "scale": answer.picked.scale, "drawing": answer.picked.drawing,
        "share": answer.share.value,
        "whose": answer.whose.value, "input": answer.input.value, "edited": answer.edited, "helper": answer.helper,
        "revision": answer.revision, "at": answer.at, "set_apart": answer.set_apart,
    }  # fmt: skip


def lines_of(situation: Situation, symbols: Symbols, message: Message) -> list[Json]:
    """A message and its reply in the transcript."""
    said = message.said
    mine = {
        "from": "me", "at": message.received, "message_id": said.message_id, "question_id": said.question_id,
        "text": said.words, "wish": said.wish, "choices": list(said.picked.choices), "cards": dict(said.picked.cards),
        "scale": said.picked.scale,
    }  # fmt: skip
    theirs = {"from": "mysay", "at": message.received, "messages": messages_of(situation, symbols, message)}
    return [theirs] if said.wish == OPENING_WISH else [mine, theirs]


def picture_json(symbols: Symbols, symbol_id: str | None) -> Json | None:
    """A picture's address and alternative text, or None."""
    symbol = symbols.find(symbol_id)
    return asdict(symbol) if symbol else None


def _card(symbols: Symbols, card: Card) -> Json:
    return {"id": card.id, "label": card.label, "picture": picture_json(symbols, card.picture)}
