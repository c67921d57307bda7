"""Presenting: a part of a reply, by reference, becomes the words and cards that this person is shown."""

from dataclasses import asdict, dataclass, replace

from bot.interview import follow_up, menus
from bot.interview.bank import Card, Choice, Question, ReplyWay
from bot.interview.decision import MENUS, info
from bot.interview.situation import Situation
from records.answer import FOLLOW_UP
from records.message import RECALL, Part

NO_NAME = "child_unnamed"
"""The wording that stands where the name of a child was not given."""


@dataclass(frozen=True)
class Shown:
    """One message as a person sees it; `reply` is how it may be answered, where it asks.

    `language` is that of `text` where it is another than the conversation's: nobody has translated the question yet.
    """

    kind: str
    text: str
    question_id: str | None = None
    topic: str | None = None
    easier: str | None = None
    why: str | None = None
    examples: tuple[str, ...] = ()
    picture: str | None = None
    reply: str | None = None
    choices: tuple[Card, ...] = ()
    heaps: tuple[Card, ...] = ()
    offer: str | None = None
    language: str | None = None


def present(situation: Situation, part: Part, words: str | None = None) -> Shown:
    """The message for a part; `words` are those that an echo quotes from. Raises KeyError on an unknown wording."""
    if part.aspect == RECALL:
        return _recalled(situation, part)
    question = situation.question(part.question_id)
    if question is None or part.offer:
        return _told(situation, part)
    if part.kind == "question":
        return _asked(situation, question, part, words)
    variant = situation.variant(question)
    text = variant.why if part.aspect == "why" else " ".join(variant.examples)
    return Shown(part.kind, fill(situation, text), question.id, question.topic)


def question_text(situation: Situation, question: Question, aspect: str = "ask") -> str:
    """The question in the words in which this person is asked it."""
    variant = situation.variant(question)
    return fill(situation, variant.easier if aspect == "easier" else variant.ask)


def wording_kept(situation: Situation, question: Question, part: Part) -> str:
    """The question as it is kept with its answer: a follow-up without the words that it takes up, which stand once."""
    if question.id.endswith(FOLLOW_UP):
        return fill(situation, situation.bank.text(part.wording or follow_up.PLAIN, situation.audience))
    return question_text(situation, question, part.aspect)


def fill(situation: Situation, text: str, **more: str) -> str:
    """Put the name given (or "your child") where a wording has a place for it; a name is never read as a place."""
    called = situation.conversation.called or ""
    child = called or situation.bank.text(NO_NAME, situation.audience)
    comma_name = f", {called}" if called else ""
    places = {"child": child, "Child": child[:1].upper() + child[1:], "comma_name": comma_name} | more
    pieces = text.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        filled.append(places.get(name, "{" + name + brace) + rest)
    return "".join(filled)


def cards(situation: Situation, choices: tuple[Choice, ...]) -> tuple[Card, ...]:
    """Choices in the words for this audience."""
    return tuple(
        Card(choice.id, fill(situation, choice.label(situation.audience)), choice.picture) for choice in choices
    )


def _asked(situation: Situation, question: Question, part: Part, words: str | None) -> Shown:
    variant = situation.variant(question)
    follows = question.id.endswith(FOLLOW_UP) and part.aspect == "ask"
    return Shown(
        "question",
        _follow_up_text(situation, part, words) if follows else question_text(situation, question, part.aspect),
        question.id, question.topic,
        fill(situation, variant.easier), fill(situation, variant.why),
        tuple(fill(situation, example) for example in variant.examples), question.picture, variant.reply.value,
        cards(situation, variant.choices),
        cards(situation, situation.bank.heaps) if variant.reply is ReplyWay.CARDS else (),
        language=variant.language if variant.language != situation.bank.language else None,
    )  # fmt: skip


def _follow_up_text(situation: Situation, part: Part, words: str | None) -> str:
    """With the words that it takes up, as far as they are still there."""
    base = situation.answers.get((part.question_id or "").removesuffix(FOLLOW_UP))
    taken_up = (words or "")[slice(*part.echo)] if part.echo else base.taken_up if base else ""
    wording = part.wording or follow_up.wording_of((base and base.words) or "")
    text = situation.bank.text(wording if wording and taken_up else follow_up.PLAIN, situation.audience)
    return fill(situation, text, echo=taken_up)


def _told(situation: Situation, part: Part) -> Shown:
    wording = situation.bank.wordings[part.wording or ""]
    topic = situation.bank.topic(situation.conversation.topic or "")
    text = fill(situation, wording.text(situation.audience), topic=topic.title(situation.audience) if topic else "")
    menu = part.question_id if part.question_id in MENUS else None
    return Shown(
        part.kind, text, part.question_id if part.offer else menu, situation.conversation.topic if menu else None,
        picture=wording.picture,
        reply=ReplyWay.CHOICE.value if menu else None, choices=_menu_cards(situation, menu) if menu else (),
        offer=part.offer,
    )  # fmt: skip


def _recalled(situation: Situation, part: Part) -> Shown:
    """What was said last time, in the person's own words; where these were taken away since, only that."""
    found = next((recalled for recalled in situation.recalled if recalled.question_id == part.question_id), None)
    if found is None:
        return _told(situation, info("read_back_gone"))
    wordings = ["read_back_said", "read_back_done" if found.did else "read_back_nothing"]
    wordings += ["read_back_by"] if found.by_when else []
    places = {name: value or "" for name, value in asdict(found).items()}
    texts = (fill(situation, situation.bank.text(wording, situation.audience), **places) for wording in wordings)
    return Shown(part.kind, " ".join(texts), picture=situation.bank.wordings["read_back_said"].picture)


def _menu_cards(situation: Situation, menu: str) -> tuple[Card, ...]:
    return tuple(replace(card, label=fill(situation, card.label)) for card in menus.options(situation, menu))
