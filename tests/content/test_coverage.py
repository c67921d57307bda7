"""What each person must be asked about: a question may be cut, what it was there for may not be lost."""

import pytest

from bot.interview.bank import Bank
from records.conversation import Audience

EVERYBODY = {
    "what they are good at": ("about_good_at",),
    "what people like about them": ("about_admire",),
    "what matters most": ("important_most",),
    "people": ("important_people",),
    "likes and dislikes": ("important_likes", "important_dislikes"),
    "faith and culture": ("important_culture",),
    "how they communicate": ("comm_how",),
    "yes": ("comm_yes",),
    "no": ("comm_no",),
    "being upset": ("comm_upset", "comm_feelings"),
    "being happy": ("comm_happy", "comm_feelings"),
    "languages": ("comm_languages",),
    "signs": ("comm_signs",),
    "a device": ("comm_device",),
    "what helps to understand": ("comm_understand",),
    "how to be given choices": ("comm_choices", "comm_pick"),
    "what helps": ("support_helps",),
    "what does not help": ("support_dont",),
    "learning": ("learn_likes", "learn_best"),
    "what upsets": ("feel_upset",),
    "what calms": ("feel_calm",),
    "senses": ("body_likes",),
    "what the body needs": ("body_help",),
    "what works": ("working_good",),
    "what does not work": ("working_bad",),
    "school or college": ("working_school",),
    "later hopes": ("hope_later",),
    "hopes for next year": ("hope_next_year",),
    "work": ("job_hopes",),
    "doing things oneself": ("do_more_myself",),
    "decisions": ("decide_myself", "decide_helper"),
    "being with others": ("with_others",),
    "feeling ill": ("when_unwell", "health_know"),
    "doctors and check-ups": ("appointments",),
    "taking part in the review": ("take_part",),
    "what helps there, and who speaks first": ("meeting_help",),
    "better, the same or worse": ("better_same_worse",),
}
FROM_PRIMARY = {
    "routines": ("important_routine",),
    "the hardest part of learning": ("learn_hard",),
    "life at home": ("working_home",),
    "a good day": ("support_good_day",),
    "being online": ("online",),
    "what must not be discussed": ("not_discuss",),
}
FROM_TEENS = {
    "getting about, and being out": ("working_out", "body_moving"),
    "a bad day": ("support_bad_day",),
    "the next step": ("next_step",),
    "where and with whom to live": ("home_later",),
    "joining in": ("joining_in",),
}
ADULTS = {
    "health and care services": ("working_services",),
    "support at work": ("work_support",),
    "moving to adult health services": ("adult_health",),
    "whether the plan is still true": ("plan_fits",),
    "a personal budget": ("personal_budget",),
}
ONLY = {
    Audience.CHILD_PRIMARY: {"growing up": ("body_changes",), "feeling safe": ("feel_safe",), "pain": ("comm_pain",)},
    Audience.CHILD_EARLY: {"pain": ("comm_pain",), "what makes happy": ("feel_happy",), "more": ("comm_more",)},
    Audience.YOUNG_TEEN: {
        "growing up": ("body_changes",),
        "feeling safe": ("feel_safe",),
        "friends": ("feel_friends",),
    },
    Audience.YOUNG_PERSON: {
        "feeling safe": ("feel_safe",),
        "staying well": ("staying_well",),
        "pronouns": ("about_pronouns",),
    },
    Audience.PARENT: {
        "the story so far": ("about_story",),
        "what the child says and shows": ("hopes_shown",),
        "their own view": ("working_own_view",),
        "changed needs": ("working_needs_changed",),
        "worries": ("future_worries",),
        "social care": ("social_care",),
        "growing up": ("body_changes",),
        "pain": ("comm_pain",),
    },
}


def wanted(audience: Audience) -> dict[str, tuple[str, ...]]:
    """What this audience is asked about, and the questions of which one will do."""
    found = EVERYBODY | ONLY[audience]
    found |= FROM_PRIMARY if audience is not Audience.CHILD_EARLY else {}
    found |= FROM_TEENS if audience not in {Audience.CHILD_EARLY, Audience.CHILD_PRIMARY} else {}
    return found | (ADULTS if audience in {Audience.YOUNG_PERSON, Audience.PARENT} else {})


@pytest.mark.parametrize("audience", Audience)
def test_each_audience_is_asked_about_all_that_it_must_be(bank: Bank, audience: Audience) -> None:
    """Each thing that a plan needs to hear has a question for whoever it is asked of."""
    asked = {question.id for question in bank.questions.values() if audience in question.variants}
    missing = {what for what, questions in wanted(audience).items() if not asked & set(questions)}
    assert not missing
