"""Answers as their owner looks them over: by topic, in their own words, with the pictures that were chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from accessibility.symbols import Symbol, Symbols
from bot.interview.bank import Card
from bot.interview.presenting import cards, fill
from bot.interview.situation import Situation
from records.answer import Answer, Outcome


@dataclass(frozen=True)
class Picked:
    """A card that was chosen."""

    label: str
    picture: Symbol | None


@dataclass(frozen=True)
class Given:
    """One answer."""

    answer: Answer
    picked: tuple[Picked, ...]
    heaps: tuple[tuple[str, tuple[Picked, ...]], ...] = ()

    @property
    def removed(self) -> bool:
        """Whether its words are gone."""
        return self.answer.outcome is Outcome.WITHDRAWN


@dataclass(frozen=True)
class Group:
    """A topic and what was said to it; without a title for what was said besides the questions."""

    title: str
    picture: Symbol | None
    given: tuple[Given, ...] = field(default=())


def groups(situation: Situation, symbols: Symbols, answers: Iterable[Answer]) -> list[Group]:
    """All answers, in the order of the topics."""
    orders = {topic.id: number for number, topic in enumerate(situation.bank.topics)}
    rows = sorted(
        ((_topic_id(situation, answer), answer) for answer in answers), key=lambda row: orders.get(row[0], 99)
    )
    return [
        _group(situation, symbols, topic_id, [answer for _, answer in found])
        for topic_id, found in groupby(rows, key=lambda row: row[0])
    ]


def given(situation: Situation, symbols: Symbols, answer: Answer) -> Given:
    """One answer with the words and pictures of what was picked."""
    question = situation.question(answer.question_id)
    shown = cards(situation, situation.variant(question).choices) if question else ()
    known = {card.id: card for card in shown}
    chosen = [known[choice] for choice in answer.picked.choices if choice in known]
    scale = answer.picked.scale
    if scale is not None and 1 <= scale <= len(shown):
        chosen.append(shown[scale - 1])
    heaps = tuple(
        (heap.label, _heap(symbols, known, answer, heap.id)) for heap in cards(situation, situation.bank.heaps)
    )
    return Given(answer, tuple(_picked(symbols, card) for card in chosen), tuple(heap for heap in heaps if heap[1]))


def _heap(symbols: Symbols, known: Mapping[str, Card], answer: Answer, heap_id: str) -> tuple[Picked, ...]:
    chosen = [card for card, where in answer.picked.cards.items() if where == heap_id and card in known]
    return tuple(_picked(symbols, known[card]) for card in chosen)


def _group(situation: Situation, symbols: Symbols, topic_id: str, answers: list[Answer]) -> Group:
    topic = situation.bank.topic(topic_id)
    rows = tuple(given(situation, symbols, answer) for answer in answers)
    return (
        Group(fill(situation, topic.title(situation.audience)), symbols.find(topic.picture), rows)
        if topic
        else Group("", None, rows)
    )


def _topic_id(situation: Situation, answer: Answer) -> str:
    question = situation.question(answer.question_id)
    return question.topic if question else ""


def _picked(symbols: Symbols, card: Card) -> Picked:
    return Picked(card.label, symbols.find(card.picture))
