"""Checking the content as a whole: what a schema of one file cannot see."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.interview import concern, keeping, opening, wishes
from bot.interview.bank import Bank, ReplyWay
from bot.interview.content import Problem, read
from bot.interview.library import load
from records.conversation import Audience

FEWEST_QUESTIONS = 10
MENU_WORDINGS = (
    "choose_topic", "after_topic", "after_topic_carry_on", "after_topic_choose", "after_topic_pause",
    "after_topic_finish", "topic_any_order", "topic_short_way", "review", "review_finish", "review_more", "end",
    "safety_urgent", "safety_not_told", "safety_offer", "safety_carry_on", "safety_break", "safety_stop",
    "safety_worry", "paused", "resumed", "stopped", "repeat_intro", "simplify_intro", "change_intro",
    "nothing_to_change",
)  # fmt: skip


def check(data: Path) -> tuple[Bank, list[Problem]]:
    """The bank, and everything that is wrong with it; raises ContentError where a file cannot be read at all."""
    bank = load(data)
    pictures = set(read(data / "symbols" / "index.yml", data / "schema" / "symbols.schema.json")["symbols"])
    problems = [*_missing_wordings(data, bank), *_repeated_ids(data, bank), *_unknown_pictures(data, bank, pictures)]
    problems += [*_unanswerable(data, bank), *_too_few(data, bank), *_ids_that_are_wishes(data, bank)]
    return bank, problems


def needed_wordings() -> set[str]:
    """Every wording that the interview may say."""
    told = {wording for _, wording in (*keeping.OUTCOMES.values(), keeping.ANSWERED)}
    intros = {intro for intro, _ in wishes.ASPECTS.values()}
    helped = {"safety_help_under_19", *(name for names in concern.HELP.values() for name in names)}
    return {*opening.WELCOME, *MENU_WORDINGS, *told, *intros, *helped, *wishes.TOLD.values()}


def _missing_wordings(data: Path, bank: Bank) -> Iterator[Problem]:
    for name in sorted(needed_wordings() - set(bank.wordings)):
        yield Problem(str(data / "wordings"), 1, f"the wording {name} is missing")


def _repeated_ids(data: Path, bank: Bank) -> Iterator[Problem]:
    counted = Counter(question.id for topic in bank.topics for question in topic.questions)
    for name, times in counted.items():
        if times > 1:
            yield Problem(str(data / "questions"), 1, f"the question id {name} is used {times} times")


def _unknown_pictures(data: Path, bank: Bank, known: set[str]) -> Iterator[Problem]:
    for topic in bank.topics:
        used = {topic.picture, *(question.picture for question in topic.questions)}
        for question in topic.questions:
            used |= {choice.picture for variant in question.variants.values() for choice in variant.choices}
        for name in sorted(used - known):
            yield _in_topic(data, topic.id, f"the picture {name} is not in symbols/index.yml")
    said = {wording.picture for wording in bank.wordings.values() if wording.picture}
    for name in sorted(said - known):
        yield Problem(str(data / "wordings"), 1, f"the picture {name} is not in symbols/index.yml")


def _unanswerable(data: Path, bank: Bank) -> Iterator[Problem]:
    for question in bank.questions.values():
        variant = question.variants.get(Audience.CHILD_EARLY)
        if variant and variant.reply in {ReplyWay.WORDS, ReplyWay.DRAW}:
            yield _in_topic(data, question.topic, f"{question.id} cannot be answered by child_early with pictures alone")


def _too_few(data: Path, bank: Bank) -> Iterator[Problem]:
    for audience in Audience:
        count = sum(audience in question.variants for question in bank.questions.values())
        if count < FEWEST_QUESTIONS:
            yield Problem(str(data / "questions"), 1, f"{audience.value} has {count} questions, fewer than {FEWEST_QUESTIONS}")


def _ids_that_are_wishes(data: Path, bank: Bank) -> Iterator[Problem]:
    reserved = {*keeping.OUTCOMES, *wishes.TOLD, *wishes.ASPECTS, "pause", "resume", "stop", "repeat", "simplify", "change_answer"}
    for question in bank.questions.values():
        used = {choice.id for variant in question.variants.values() for choice in variant.choices}
        for name in sorted(used & reserved):
            yield _in_topic(data, question.topic, f"{question.id} has the choice id {name}, which is the name of a wish")


def _in_topic(data: Path, topic: str, what: str) -> Problem:
    return Problem(str(data / "questions" / f"{topic}.yml"), 1, what)
