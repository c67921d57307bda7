"""The bank in another language: the same ids, pictures and order, in other words."""

from collections.abc import Mapping
from dataclasses import replace

from bot.interview.bank import Bank, Choice, Question, Topic, Variant, Wording
from bot.interview.languages.catalogue import CHILDREN, ENGLISH, Catalogue
from records.conversation import Audience


def translated(bank: Bank, catalogue: Catalogue) -> Bank:
    """The bank as its catalogue has it; a sentence that is not in it stays English."""
    if catalogue.language == ENGLISH:
        return bank
    return replace(
        bank, language=catalogue.language, topics=tuple(_topic(topic, catalogue) for topic in bank.topics),
        wordings={name: _wording(wording, catalogue) for name, wording in bank.wordings.items()},
        heaps=_choices(bank.heaps, catalogue), secrets=_choices(bank.secrets, catalogue),
    )  # fmt: skip


def _topic(topic: Topic, catalogue: Catalogue) -> Topic:
    questions = tuple(_question(question, catalogue) for question in topic.questions)
    return replace(topic, titles=_texts(topic.titles, catalogue), questions=questions)


def _question(question: Question, catalogue: Catalogue) -> Question:
    variants = {audience: _variant(found, audience, catalogue) for audience, found in question.variants.items()}
    return replace(question, variants=variants)


def _variant(variant: Variant, audience: Audience, catalogue: Catalogue) -> Variant:
    asked = catalogue.text(variant.ask, audience)
    return replace(
        variant, ask=asked, easier=catalogue.text(variant.easier, audience), why=catalogue.text(variant.why, audience),
        examples=tuple(catalogue.text(example, audience) for example in variant.examples),
        choices=_choices(variant.choices, catalogue),
        language=ENGLISH if asked == variant.ask else catalogue.language,
    )  # fmt: skip


def _choices(choices: tuple[Choice, ...], catalogue: Catalogue) -> tuple[Choice, ...]:
    return tuple(replace(choice, labels=_texts(choice.labels, catalogue)) for choice in choices)


def _wording(wording: Wording, catalogue: Catalogue) -> Wording:
    return replace(wording, texts=_texts(wording.texts, catalogue))


def _texts(texts: Mapping[str, str], catalogue: Catalogue) -> dict[str, str]:
    """Each text in the voice for its reader, and what is said to everybody in the voice for children too."""
    found = {name: catalogue.text(text, _reader(name)) for name, text in texts.items()}
    if "default" in texts:
        said = {child.value: catalogue.text(texts["default"], child) for child in CHILDREN}
        found = {name: text for name, text in said.items() if text != found["default"]} | found
    return found


def _reader(name: str) -> Audience | None:
    return Audience(name) if name != "default" else None
