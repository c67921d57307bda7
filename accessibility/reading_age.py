"""How hard a text is to read: a drafting check, which no measured reading age stands behind."""

GRADE_TO_AGE = 5
"""From a school grade of the American scales to the age, in years, at which it begins."""


def reading_age(text: str) -> float:
    """The age in years, by whichever of Flesch-Kincaid and Spache finds the text harder."""
    from textstat import textstat  # takes a second to import, and serving never needs it

    return float(max(textstat.flesch_kincaid_grade(text), textstat.spache_readability(text))) + GRADE_TO_AGE
