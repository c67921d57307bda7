"""Names: ids that are used once and are no wish, pictures and places that exist, wordings that are all there."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.interview import keeping, wishes
from bot.interview.bank import Bank, Choice, Question
from bot.interview.checks.places import in_question, in_topic, in_wording
from bot.interview.content import Problem
from records.conversation import Audience

PLACES = frozenset({"child", "Child", "comma_name"})
NAVIGATION = frozenset({"pause", "resume", "stop", "repeat", "simplify", "change_answer", "break", "finish"})


def repeated_ids(data: Path, bank: Bank) -> Iterator[Problem]:
    """An id is used once in the whole bank, and once in a set of choices."""
    counted = Counter(question.id for topic in bank.topics for question in topic.questions)
    for name, times in counted.items():
        if times > 1:
            yield in_question(data, name, f"the question id {name} is used {times} times", "id", last=True)
    for question in bank.questions.values():
        for name in sorted(_repeated_choices(question)):
            yield in_question(data, question.id, f"{question.id} has the choice id {name} more than once")


def ids_that_are_wishes(data: Path, bank: Bank) -> Iterator[Problem]:
    """A card is never taken for a wish such as "skip"."""
    reserved = {*keeping.OUTCOMES, *wishes.TOLD, *wishes.ASPECTS, *NAVIGATION}
    for question in bank.questions.values():
        for name in sorted({choice.id for choice in _choices(question)} & reserved):
            what = f"{question.id} has the choice id {name}, which is the name of a wish"
            yield in_question(data, question.id, what, "choices")


def unknown_pictures(data: Path, bank: Bank, known: set[str]) -> Iterator[Problem]:
    """Every picture that is named can be shown."""
    missing = "the picture {} is not in symbols/index.yml"
    for topic in bank.topics:
        if topic.picture not in known:
            yield in_topic(data, topic.id, missing.format(topic.picture), "picture")
        for question in topic.questions:
            used = {question.picture, *(choice.picture for choice in _choices(question))}
            for name in sorted(used - known):
                key = "picture" if name == question.picture else "choices"
                yield in_question(data, question.id, missing.format(name), key)
    for wording_id, wording in bank.wordings.items():
        if wording.picture and wording.picture not in known:
            yield in_wording(data, wording_id, missing.format(wording.picture), "picture")


def unknown_places(data: Path, bank: Bank) -> Iterator[Problem]:
    """Every {place} in a question is one that is filled in."""
    for question in bank.questions.values():
        for audience, texts in _texts(question):
            for name in sorted(places(texts) - PLACES):
                what = f"{question.id} has the place {{{name}}}, which nobody fills in"
                yield in_question(data, question.id, what, "wording", audience)


def missing_wordings(data: Path, bank: Bank, needed: set[str]) -> Iterator[Problem]:
    """Everything that the interview may say is there."""
    for name in sorted(needed - set(bank.wordings)):
        yield Problem(str(data / "wordings"), 1, f"the wording {name} is missing")


def _choices(question: Question) -> list[Choice]:
    return [choice for variant in question.variants.values() for choice in variant.choices]


def _repeated_choices(question: Question) -> set[str]:
    sets = ([choice.id for choice in variant.choices] for variant in question.variants.values())
    return {name for ids in sets for name in ids if ids.count(name) > 1}


def _texts(question: Question) -> Iterator[tuple[str, list[str]]]:
    for audience, variant in question.variants.items():
        labels = [choice.label(Audience(audience)) for choice in variant.choices]
        yield audience.value, [variant.ask, variant.easier, variant.why, *variant.examples, *labels]


def places(texts: list[str]) -> set[str]:
    """The names in braces."""
    return {name for text in texts for name in re.findall(r"\{([^{}]*)\}", text)}
