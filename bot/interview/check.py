"""Checking the content before anything starts: what a schema of one file cannot see, and what no reader need judge.

The wordings themselves (too hard, leading, two questions in one …) are judged by `bot.interview.checks.review`, in
`mysay questions check`, since measuring them takes longer than a start may.
"""

from pathlib import Path

from bot.interview import concern, follow_up, keeping, opening, own_questions, wishes
from bot.interview.bank import Bank
from bot.interview.checks import asking, naming, speaking
from bot.interview.content import Problem, read
from bot.interview.library import load
from bot.interview.presenting import NO_NAME

MENU_WORDINGS = (
    "choose_topic", "choose_topic_again", "anything_else", "after_topic", "after_topic_carry_on",
    "after_topic_choose", "after_topic_pause",
    "after_topic_finish", "topic_any_order", "topic_short_way", "review", "review_finish", "review_more", "end",
    "safety_urgent", "safety_not_told", "safety_offer", "safety_carry_on", "safety_break", "safety_stop",
    "safety_worry", "paused", "resumed", "stopped", "repeat_intro", "simplify_intro", "change_intro",
    "nothing_to_change",
)  # fmt: skip


def check(data: Path) -> tuple[Bank, list[Problem]]:
    """The bank, and all that keeps it from being used; raises ContentError where a file cannot be read at all."""
    bank = load(data)
    pictures = set(read(data / "symbols" / "index.yml", data / "schema" / "symbols.schema.json")["symbols"])
    return bank, [
        *naming.missing_wordings(data, bank, needed_wordings()),
        *naming.repeated_ids(data, bank),
        *naming.unknown_pictures(data, bank, pictures),
        *naming.unknown_places(data, bank),
        *naming.ids_that_are_wishes(data, bank),
        *asking.pictures_alone(data, bank),
        *asking.missing_audiences(data, bank),
        *asking.short_way(data, bank),
        *asking.conditions(data, bank),
        *speaking.voices(data),
    ]


def needed_wordings() -> set[str]:
    """Every wording that the interview may say."""
    told = {wording for _, wording in keeping.OUTCOMES.values()} | set(keeping.THANKS)
    intros = {intro for intro, _ in wishes.ASPECTS.values()}
    helped = {"safety_help_under_19", "safety_help_adult", *(name for names in concern.HELP.values() for name in names)}
    more = {*follow_up.WORDINGS, *opening.READ_BACK, *own_questions.WORDINGS}
    return {NO_NAME, *opening.WELCOME, *MENU_WORDINGS, *told, *intros, *helped, *wishes.TOLD.values(), *more}
