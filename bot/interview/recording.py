"""Recording: answers, joined with the topics, headings and cards of the bank, become a record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.interview.bank import Bank, Choice, Question, Variant
from bot.interview.presenting import fill
from bot.interview.situation import Situation
from records.answer import FOLLOW_UP, Answer, Outcome, Share, Whose
from records.conversation import Conversation
from records.exports.labels import Labels
from records.record import Adjustment, Chosen, Line, Mark, Part, Record, Sorted

FOR_STAFF = frozenset({Share.REVIEW, Share.SCHOOL})
NO_TOPIC = "other"
NO_DRAWINGS: Mapping[str, bytes] = MappingProxyType({})


def record_of(
    bank: Bank, conversation: Conversation, answers: Sequence[Answer], own: bool = False,
    drawings: Mapping[str, bytes] = NO_DRAWINGS,
) -> Record:  # fmt: skip
    """What staff may see of a conversation, or with `own` what the person may; set-apart answers are in neither.

    `drawings`: the pictures of the conversation by id, where they are wanted.
    """
    situation = Situation.of(bank, conversation, tuple)
    here = [answer for answer in answers if not answer.set_apart and answer.outcome is not Outcome.WITHDRAWN]
    from_staff = {answer.question_id for answer in answers if answer.share not in FOR_STAFF}
    from_staff |= {question_id + FOLLOW_UP for question_id in from_staff}  # it takes up the words of what it follows
    seen = [answer for answer in here if own or answer.question_id not in from_staff]
    kept = sum(answer.outcome is Outcome.ANSWERED and answer.question_id in from_staff for answer in here)
    return Record(
        conversation.id, conversation.audience, conversation.purpose, conversation.state, conversation.created,
        conversation.changed, _parts(situation, seen, drawings), kept, own, conversation.called, conversation.about,
        conversation.year_group, conversation.helper,
        tuple(_adjustments(conversation)),
    )  # fmt: skip


def _adjustments(conversation: Conversation) -> Iterator[Adjustment]:
    """Those that were put in place; a conversation keeps none that is as usual."""
    for name, value in sorted(conversation.adjustments.items()):
        if isinstance(value, (bool, int, float, str)):
            yield Adjustment(name, value)


def labels_of(bank: Bank, record: Record) -> Labels:
    """The words that stand around a record: for the person in their own way of speaking, else for staff."""
    return bank.labels(record.audience.value) if record.own else bank.staff_labels


def _parts(situation: Situation, answers: Sequence[Answer], drawings: Mapping[str, bytes]) -> tuple[Part, ...]:
    bank = situation.bank
    lines: dict[str, list[Line]] = {}
    for answer in answers:
        question = bank.questions.get(answer.question_id.removesuffix(FOLLOW_UP))
        lines.setdefault(question.topic if question else NO_TOPIC, []).append(
            replace(_line(situation, question, answer), drawing=_drawing(answer, drawings))
        )
    titles = {topic.id: fill(situation, topic.title(situation.audience)) for topic in bank.topics}
    titles[NO_TOPIC] = situation.bank.text("record_topic_other", situation.audience)
    return tuple(Part(topic, title, tuple(lines[topic])) for topic, title in titles.items() if topic in lines)


def _line(situation: Situation, question: Question | None, answer: Answer) -> Line:
    """A question that is no longer in the bank keeps its line: its wording was kept with the answer."""
    bank, variant = situation.bank, question.variants.get(situation.audience) if question else None
    maps_to = question.maps_to if question else {}
    told = answer.outcome is Outcome.ANSWERED  # words that only said "skip" are no answer
    picked = answer.picked
    return Line(
        answer.question_id, answer.wording, answer.outcome, answer.whose, answer.input, answer.at, answer.edited,
        answer.share, _helper(situation, answer),
        answer.words if told else None,
        tuple(_chosen(situation, variant, choice) for choice in picked.choices) if told else (),
        tuple(_sorted(situation, variant, card, heap) for card, heap in picked.cards.items()) if told else (),
        _mark(situation, variant, picked.scale) if told and picked.scale is not None else None,
        maps_to.get("section_a"), maps_to.get("prsb"), maps_to.get("one_page"), question.picture if question else None,
        bank.kit.hints(answer.words or "") if told else (),
    )  # fmt: skip


def _drawing(answer: Answer, drawings: Mapping[str, bytes]) -> bytes | None:
    return drawings.get(answer.picked.drawing or "") if answer.outcome is Outcome.ANSWERED else None


def _helper(situation: Situation, answer: Answer) -> str | None:
    return answer.helper or (situation.conversation.helper if answer.whose is Whose.SCRIBED else None)


def _chosen(situation: Situation, variant: Variant | None, choice_id: str) -> Chosen:
    return _labelled(situation, variant.choice(choice_id) if variant else None, choice_id)


def _sorted(situation: Situation, variant: Variant | None, card_id: str, heap_id: str) -> Sorted:
    heap = next((heap for heap in situation.bank.heaps if heap.id == heap_id), None)
    return Sorted(_chosen(situation, variant, card_id), _labelled(situation, heap, heap_id))


def _mark(situation: Situation, variant: Variant | None, value: int) -> Mark:
    choices = variant.choices if variant else ()
    there = choices[value - 1] if 0 < value <= len(choices) else None
    place = _labelled(situation, there, str(value))
    return Mark(value, max(len(choices), value), place.label, place.picture)


def _labelled(situation: Situation, choice: Choice | None, choice_id: str) -> Chosen:
    """A card that is no longer in the bank is named by its id."""
    label = fill(situation, choice.label(situation.audience)) if choice else choice_id.replace("_", " ")
    return Chosen(choice_id, label, choice.picture if choice else None)
