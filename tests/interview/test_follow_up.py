"""Follow-ups: after a very short or a rich answer, one gentle invitation to say more, in the person's own words."""

from dataclasses import replace

import pytest

from bot.interview.bank import Bank
from bot.interview.decision import where_we_are
from bot.interview.follow_up import WORDINGS
from bot.interview.presenting import present
from bot.interview.progress import progress
from bot.interview.recording import record_of
from records.answer import Outcome
from records.conversation import Audience, Way
from tests.interview.person import Person

MORE = "about_good_at__more"
RICH = (
    "I like drawing comics about dragons and I do it every single day after school and my grandad keeps all of them"
    " in a big blue folder"
)


def teenager(bank: Bank, **about: object) -> Person:
    """Somebody who is asked what they are good at."""
    person = Person.arrives(bank, Audience.YOUNG_TEEN, **about)
    person.picks("about_me")
    assert person.asked.question_id == "about_good_at"
    return person


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize(("words", "quoted"), [("Drawing!", "Drawing"), (RICH, "dragons")])
def test_a_short_or_rich_answer_is_followed_up(bank: Bank, audience: Audience, words: str, quoted: str) -> None:
    """Everybody may be invited to say more, with their own words and no others."""
    person = Person.arrives(bank, audience)
    person.picks("about_me")
    decision = person.says_and_is_quoted(words, quoted)
    assert decision.outcome is Outcome.ANSWERED
    assert person.asked.question_id == MORE
    assert f"“{quoted}”" in person.asked.text
    assert person.asked.reply == "words"


@pytest.mark.parametrize("audience", list(Audience))
def test_a_follow_up_takes_nothing_for_granted(bank: Bank, audience: Audience) -> None:
    """It fits what is good and what is bad: it never says that somebody likes, dislikes or feels something."""
    said = " ".join(bank.text(wording, audience) for wording in WORDINGS).casefold()
    assert not any(word in said for word in ("like about", "enjoy", "love", "favourite", "feel", "why do", "hard"))


def test_an_answer_of_middling_length_is_not_followed_up(bank: Bank) -> None:
    """Between very short and rich, the next question comes."""
    person = teenager(bank)
    person.says_and_is_quoted("I am quite good at drawing", "drawing")
    assert person.asked.question_id != MORE


@pytest.mark.parametrize(
    "heard",
    [{"intent": "skip"}, {"intent": "dont_know"}, {"intent": "prefer_not_to_say"}, {"intent": "affirm"},
     {"offer": "skip"}, {"level": "worry"}, {"level": "urgent"}],
)  # fmt: skip
def test_no_follow_up_where_it_would_not_be_gentle(bank: Bank, heard: dict[str, object]) -> None:
    """Never after passing over, a possible wish, or anything that may be a worry."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing", **heard)
    assert person.asked.question_id != MORE


@pytest.mark.parametrize("less", ["fewer_questions", "less"])
def test_no_follow_up_for_somebody_who_asked_for_less(bank: Bank, less: str) -> None:
    """Those who want fewer questions get none more."""
    person = teenager(bank, adjustments={less: True})
    person.says_and_is_quoted("drawing", "drawing")
    assert person.asked.question_id != MORE


def test_no_follow_up_on_the_short_way(bank: Bank) -> None:
    """The short way stays short."""
    person = teenager(bank)
    person.situation = person.situation.moved(way=Way.SHORT)
    person.says_and_is_quoted("drawing", "drawing")
    assert person.asked.question_id != MORE


def test_no_follow_up_for_somebody_who_tires(bank: Bank) -> None:
    """Once one of the last two questions was passed over, nothing more is asked about the next answer."""
    person = teenager(bank)
    person.wishes("skip")
    second = person.asked.question_id
    person.says_and_is_quoted("drawing", "drawing")
    assert person.asked.question_id not in {f"{second}__more", second}


def test_one_follow_up_a_topic(bank: Bank) -> None:
    """The next answers of the topic, and the answer to the follow-up itself, are not followed up."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing")
    person.says_and_is_quoted("comics", "comics")
    second = person.asked.question_id
    assert second is not None
    assert not second.endswith("__more")
    person.says_and_is_quoted("painting", "painting")
    assert person.asked.question_id not in {f"{second}__more", second}


def test_a_question_that_must_not_be_followed_up(bank: Bank) -> None:
    """A question may say that nobody asks further."""
    quiet = next(q for q in bank.questions.values() if not q.follow_up and Audience.YOUNG_TEEN in q.variants)
    person = teenager(bank)
    person.situation = person.situation.moved(topic=quiet.topic, current=quiet.id)
    person.says_and_is_quoted("drawing", "drawing")
    assert person.asked.question_id != f"{quiet.id}__more"


def test_a_name_to_be_called_is_not_taken_up(bank: Bank) -> None:
    """Nobody is asked to say more about their own name."""
    person = teenager(bank, called="Sam")
    person.says_and_is_quoted("sam", "sam")
    assert person.asked.question_id != MORE


def test_a_follow_up_can_be_skipped_and_does_not_count(bank: Bank) -> None:
    """It is no question of the count: skipping it goes on, and progress is what it would be without it."""
    person = teenager(bank)
    before = progress(person.situation)
    person.says_and_is_quoted("drawing", "drawing")
    after = progress(person.situation)
    assert (after.done, after.total) == (before.done + 1, before.total)
    assert person.wishes("skip").question_id == MORE
    assert person.asked.question_id != MORE
    assert progress(person.situation).done == after.done


@pytest.mark.parametrize("wish", ["repeat", "explain_why", "give_example", "who_sees", "pause"])
def test_a_follow_up_waits_like_any_question(bank: Bank, wish: str) -> None:
    """A wish is granted and the same follow-up, in the same words, waits."""
    person = teenager(bank)
    person.says_and_is_quoted("Drawing!", "Drawing")
    first = person.asked.text
    person.wishes(wish)
    person.wishes("resume" if wish == "pause" else "repeat")
    assert (person.asked.question_id, person.asked.text) == (MORE, first)


def test_a_follow_up_can_be_put_more_simply(bank: Bank) -> None:
    """It has easier words too."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing")
    easier = person.asked.easier
    person.wishes("simplify")
    assert (person.asked.question_id, person.asked.text) == (MORE, easier)


def test_a_follow_up_can_be_changed(bank: Bank) -> None:
    """ "Change my answer" comes back to it."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing")
    person.says("mostly comics")
    person.wishes("change_answer")
    assert person.asked.question_id == MORE


def test_the_answer_before_may_be_changed_at_the_follow_up(bank: Bank) -> None:
    """Going back from a follow-up asks the question it follows, and does not follow it up again."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing")
    person.wishes("change_answer")
    assert person.asked.question_id == "about_good_at"
    person.says_and_is_quoted("painting", "painting")
    assert person.asked.question_id not in {"about_good_at", MORE}


def test_a_follow_up_reads_well_once_the_words_are_gone(bank: Bank) -> None:
    """Where what it takes up was erased, it neither shows the words nor has a hole."""
    person = teenager(bank)
    decision = person.says_and_is_quoted("drawing", "drawing")
    erased = replace(person.situation.answers["about_good_at"], words=None, outcome=Outcome.WITHDRAWN)
    person.situation = replace(person.situation, answers={"about_good_at": erased})
    shown = [present(person.situation, part) for part in (decision.parts[-1], where_we_are(person.situation))]
    plain = bank.text("follow_up_plain", Audience.YOUNG_TEEN)
    assert [message.text for message in shown] == [plain, plain]


def test_braces_in_the_words_stay_as_they_are(bank: Bank) -> None:
    """What a person said is never read as a place to fill."""
    person = teenager(bank, called="Sam")
    person.says_and_is_quoted("{child} {echo}", "{child} {echo}")
    assert "“{child} {echo}”" in person.asked.text


def test_a_follow_up_stands_under_the_topic_in_the_record(bank: Bank) -> None:
    """What was added is a line of its own under the same topic and the same headings."""
    person = teenager(bank)
    person.says_and_is_quoted("drawing", "drawing")
    person.says("mostly comics")
    record = record_of(bank, person.situation.conversation, list(person.situation.answers.values()))
    assert [part.topic for part in record.parts] == ["about_me"]
    first, more = record.lines
    assert (more.question_id, more.words, more.section) == (MORE, "mostly comics", first.section)
