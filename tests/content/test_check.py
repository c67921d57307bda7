"""Each mistake that a writer can make in the content is named, with its file and its line."""

from datetime import date

import pytest

from tests.content.writer import Content

ABOUT = "questions/about_me.yml"
CALM = "questions/feelings.yml"
REVIEW = "questions/my_review.yml"
WORDS = "wordings/assistant.yml"
LAW = "law.yml"
FIRST_ASK = 'ask: "What are you good at?"\n        easier: "What can you do?"'
THANKS = 'default: "Thank you for telling me."'


def asked(before: str, after: str) -> tuple[str, str, str]:
    """The first question of young children in other words."""
    return ABOUT, FIRST_ASK, FIRST_ASK.replace(before, after)


SPOILT = {
    "a title that an audience lacks": (ABOUT, '  child_primary: "All about me"\n', "", "title"),
    "a wording without a default": (WORDS, 'default: "Carry on"', 'parent: "Carry on"', "after_topic_carry_on"),
    "a long sentence": (*asked("good at?", "good at doing when you are at home?"), "11 words in a sentence"),
    "a hard word": (*asked("What are you good at", "What are your skills"), "“skills” is too hard"),
    "a hard phrase": (
        WORDS,
        "That is the end of this part.",
        "That is the end of this multidisciplinary part.",
        "multidisciplinary",
    ),
    "two questions in one": (*asked("good at?", "good at? What is fun?"), "two questions in one"),
    "two questions joined": (*asked("are you good at?", "do you do and who helps?"), "two questions in one"),
    "a leading question": (*asked("What are you good at?", "What don't you like?"), "a leading question"),
    "how much somebody loves it": (*asked("What are you good at?", "How much do you love it?"), "leading"),
    "why, aimed at a child": (*asked("What are you good at?", "Why do you get so cross?"), 'a "why" aimed'),
    "yes or no to a question for words": (
        ABOUT,
        'ask: "What are you most proud of?"',
        'ask: "Are you very proud of things?"',
        "yes or no would answer",
    ),
    "praise": (WORDS, THANKS, 'default: "Great answer!"', "praise"),
    "more praise": (WORDS, THANKS, 'default: "That is so interesting."', "praise"),
    "a promise of secrecy": (WORDS, THANKS, 'default: "Nobody will ever know."', "secrecy"),
    "an example that steers": (
        ABOUT,
        '["Some children are good at running.',
        '["You are good at running.',
        "may steer",
    ),
    "a label for a person": (ABOUT, '["Some children are good at running.', '["Some naughty children run.', "unkind"),
    "an easier wording that is longer": (
        ABOUT,
        'easier: "What can you do?"',
        'easier: "Tell me what you can do."',
        "not shorter",
    ),
    "a picture that nobody drew": (ABOUT, "    picture: star", "    picture: unicorns", "the picture unicorns"),
    "a picture of a card": (
        ABOUT,
        'label: "I am kind", picture: heart',
        'label: "I am kind", picture: hart',
        "the picture hart",
    ),
    "a picture of a wording": (WORDS, "  picture: wave", "  picture: wavy", "the picture wavy"),
    "a place that nobody fills in": (*asked("you good", "{foo} good"), "{foo}"),
    "such a place in a wording": (WORDS, THANKS, 'default: "Thank you, {foo}."', "{foo}"),
    "an answer that goes nowhere": (ABOUT, "    maps_to: {prsb: also_know, one_page: admire}\n", "", "maps to nothing"),
    "a day that is none": (ABOUT, 'reviewed: "2027-11-01"', 'reviewed: "2027-13-01"', "not a day"),
    "a day gone by": (ABOUT, 'reviewed: "2027-11-01"', 'reviewed: "2026-11-01"', "to be read again by 2026-11-01"),
    "a condition on no question": (
        REVIEW,
        "not_said: {question: take_part",
        "not_said: {question: take_prat",
        "take_prat",
    ),
    "a condition on no choice": (REVIEW, "choice: [not_come]", "choice: [not_go]", "the choice not_go"),
    "a card named after a wish": (ABOUT, "{id: kind,", "{id: skip,", "the name of a wish"),
    "a card twice": (ABOUT, "{id: funny,", "{id: kind,", "more than once"),
    "an id twice": ("questions/learning.yml", "id: learn_help", "id: learn_hard", "used 2 times"),
    "a board that nobody has": (ABOUT, "board: activities", "board: activity", "the board activity"),
    "no pictures for a young child": (
        ABOUT,
        "        reply: choices\n        board: activities\n",
        "",
        "pictures alone",
    ),
    "a voice twice": ("speaking/voices.yml", "id: bright,", "id: clear,", "the voice id clear is used 2 times"),
    "a voice of no engine": ("speaking/voices.yml", "gmw/en+f3", "Bright Voice", "engine"),
    "a word said as a number": ("speaking/pronunciations.yml", "Mx: mix", "Mx: 5", "Mx"),
    "a duty served by nothing": (
        LAW,
        "part: records/insight.py",
        "part: records/outsight.py",
        "records/outsight.py is not",
    ),
    "a duty without its test": (
        LAW,
        "test_the_newest_response_stands",
        "test_the_oldest_stands",
        "test_the_oldest_stands",
    ),
    "a duty with an unknown sign": (LAW, "sign: both_asked", "sign: everyone_asked", "everyone_asked"),
    "a duty twice": (LAW, "id: participation", "id: views", "views is there twice"),
    "a published sentence that nobody approved": (
        "local_offer.yml",
        "you_said_we_did: []",
        "you_said_we_did: [{said: Loud, did: Quiet, on: '2027-05-03'}]",
        "approved_by",
    ),
    "a line that is not YAML": (ABOUT, "order: 1\n", "order: [1\n", "questions/about_me.yml"),
}


def test_the_content_as_it_ships_has_nothing_to_mend(content: Content) -> None:
    """Whoever runs the check on a fresh clone is told that all is in order."""
    assert [str(problem) for problem in content.problems(measured=True)] == []


@pytest.mark.parametrize("kind", SPOILT)
def test_a_mistake_is_named_with_its_file_and_line(content: Content, kind: str) -> None:
    """The writer is told where to look, near enough to see it at once, and what is wrong."""
    file, before, after, what = SPOILT[kind]
    line = content.change(file, before, after)
    named = [problem for problem in content.problems() if what in str(problem)]
    assert named, [str(problem) for problem in content.problems()]
    assert all(problem.file == str(content.data / file) for problem in named)
    assert min(abs(problem.line - line) for problem in named) <= 12, (line, [str(problem) for problem in named])


def test_a_question_that_needs_an_older_reader_is_named(content: Content) -> None:
    """No word of it may be on a list; it is measured."""
    line = content.change(
        CALM, 'why: "People can then help without making it worse."',
        'why: "Accordingly appropriate multisensory accommodations alleviate physiological dysregulation."',
    )  # fmt: skip
    named = [problem for problem in content.problems(measured=True) if "needs an age of" in str(problem)]
    assert [(problem.file, abs(problem.line - line) < 4) for problem in named] == [(str(content.data / CALM), True)]


def test_a_ninth_short_question_is_named_with_the_other_eight(content: Content) -> None:
    """The writer has to choose which one to leave out."""
    hand = "  - id: support_dont\n    picture: hand\n"
    content.change("questions/support.yml", hand, f"{hand}    short: [parent]\n")
    (named,) = content.problems()
    assert "parent has 9 short questions" in str(named)
    assert "support_dont" in str(named)


def test_a_review_that_is_due_is_named_on_the_day_after(content: Content) -> None:
    """On the day itself the wordings still hold; on the next every topic wants reading."""
    assert not content.problems(date(2027, 11, 1))
    overdue = content.problems(date(2027, 11, 2))
    assert len(overdue) == len(list((content.data / "questions").glob("*.yml")))
    assert all(problem.line == 4 or "reviewed" in str(problem) for problem in overdue)


def test_a_board_that_no_question_uses_is_named(content: Content) -> None:
    """Cards that nobody is shown are clutter for whoever reads the file next."""
    line = content.add(
        "boards.yml", "\nspare:\n  - {id: one, label: One, picture: star}\n  - {id: two, label: Two, picture: star}\n"
    )
    named = [str(problem) for problem in content.problems()]
    assert f"{content.data / 'boards.yml'}:{line + 2}: no question uses the board spare" in named


@pytest.mark.parametrize("key", ["rules", "stories", "responses", "nlu"])
def test_a_key_that_rasa_would_train_on_is_named(content: Content, key: str) -> None:
    """Content never becomes training data by accident."""
    line = content.add(WORDS, f'{key}: "Hello."\n')
    named = [problem for problem in content.problems() if "training data" in str(problem)]
    assert [(problem.file, problem.line) for problem in named] == [(str(content.data / WORDS), line)]


def test_a_topic_that_nobody_of_an_audience_is_asked_about_is_named(content: Content) -> None:
    """Every band has every topic in a form that fits."""
    text = (content.data / "questions/learning.yml").read_text("utf-8")
    start, end = text.index("      child_early:\n"), text.index("      child_primary:\n")
    content.change("questions/learning.yml", text[start:end], "")
    assert any("the topic learning has no question for child_early" in str(problem) for problem in content.problems())


def test_a_missing_wording_is_named(content: Content) -> None:
    """Nothing that the interview may have to say is missing."""
    content.change(WORDS, "safety_offer:", "safety_offers:")
    assert any("the wording safety_offer is missing" in str(problem) for problem in content.problems())
