"""Plain words for the ids of the content, as a practitioner reads them on the printed questions."""

from bot.interview.bank import Bank, Earlier, Question, ReplyWay, When
from records.conversation import Audience, Purpose

AUDIENCES = {
    Audience.CHILD_EARLY: ("Young children", "about 4 to 7, or anyone who likes to answer with pictures"),
    Audience.CHILD_PRIMARY: ("Children", "about 7 to 11, or anyone who likes easy words"),
    Audience.YOUNG_TEEN: ("Teenagers", "about 11 to 16"),
    Audience.YOUNG_PERSON: ("Young people", "16 to 25"),
    Audience.PARENT: ("Parents and carers", "their own view, kept apart from the child's"),
}
REPLIES = {
    ReplyWay.WORDS: "Own words, typed or spoken",
    ReplyWay.CHOICE: "One card, or own words",
    ReplyWay.CHOICES: "As many cards as they like, or own words",
    ReplyWay.SCALE: "One of five faces, or own words",
    ReplyWay.CARDS: "Each card is put in a heap: like, not sure, don't like; or own words",
    ReplyWay.DRAW: "A drawing, or own words",
}
PURPOSES = {
    Purpose.ANNUAL_REVIEW: "an annual review",
    Purpose.EHC_NEEDS_ASSESSMENT: "an EHC needs assessment",
    Purpose.SEN_SUPPORT: "SEN support",
    Purpose.TRANSITION: "a move to a new place",
    Purpose.JUST_ME: "themselves alone",
}
HEADINGS = {
    "section_a": ("Section A", {
        "aspirations": "hopes and aspirations", "play": "play", "health": "health", "schooling": "schooling",
        "independence": "independence", "friendships": "friendships",
        "further_education": "further education and plans",
        "communicating": "how to communicate and involve", "history": "history", "important_to_me": "what is important",
        "support": "what helps",
    }),
    "prsb": ("About Me", {
        "most_important": "what is most important to me", "people": "people who are important to me",
        "communication": "how I communicate", "wellness": "my wellness", "please_do_dont": "please do and please don't",
        "how_to_support": "how and when to support me", "also_know": "also worth knowing about me",
    }),
    "one_page": ("One-page profile", {
        "admire": "what people like and admire", "important": "what is important to me",
        "support": "how best to support me",
    }),
}  # fmt: skip
AREAS = {
    "communication_and_interaction": "communication and interaction",
    "cognition_and_learning": "cognition and learning",
    "social_emotional_mental_health": "social, emotional and mental health",
    "sensory_and_physical": "sensory and physical",
    "employment": "employment",
    "independent_living": "independent living",
    "community": "friends, relationships and community",
    "health": "health",
    "all": "all areas",
}


def goes_to(question: Question) -> tuple[str, ...]:
    """Where an answer goes: the headings of the plan, and the areas of need and of adult life."""
    lines = [f"{HEADINGS[kind][0]}: {HEADINGS[kind][1][heading]}" for kind, heading in question.maps_to.items()]
    if question.send_area:
        lines.append(f"Area of need: {AREAS[question.send_area]}")
    if question.pfa_area:
        lines.append(f"Preparing for adulthood: {AREAS[question.pfa_area]}")
    return tuple(lines)


def condition(bank: Bank, audience: Audience, when: When) -> str | None:
    """For whom a question is meant, in words, or None where everybody is asked."""
    parts = [
        f"from Year {when.year_from}" if when.year_from is not None else "",
        f"up to Year {when.year_to}" if when.year_to is not None else "",
        "for " + _listed([PURPOSES[purpose] for purpose in Purpose if purpose in when.purposes])
        if when.purposes
        else "",
        "where there is an earlier conversation to read back" if when.needs_earlier else "",
        "if " + _said(bank, audience, when.said) if when.said else "",
        "unless " + _said(bank, audience, when.not_said) if when.not_said else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f"Asked {told}." if told else None


def _said(bank: Bank, audience: Audience, earlier: Earlier) -> str:
    variant = bank.questions[earlier.question].variants.get(audience)
    if variant is None:
        return f"the question {earlier.question} (which is not asked here) was answered so"
    labels = [choice.label(audience) for choice in variant.choices if choice.id in earlier.choices]
    words = f" (or words such as “{'”, “'.join(sorted(earlier.words)[:3])}” were said)" if earlier.words else ""
    return f"“{'” or “'.join(labels)}” was the answer to “{variant.ask}”{words}"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " or " + items[-1]
