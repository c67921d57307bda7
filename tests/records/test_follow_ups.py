"""Follow-ups as kept: in their place, and with the words they took up on disk only once."""

from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose
from records.message import Said
from records.store import Store
from tests.records.engines import Raw

WORDS = "Drawing!"


def a_followed_up_answer(store: Store) -> str:
    """A conversation in which one answer was followed up, and another question answered before the follow-up."""
    talk = store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW).conversation.id
    for number, (question, wording) in enumerate(
        [("good_at", "What are you good at?"), ("hobby", "What else?"), ("good_at__more", "You said “{echo}”.")]
    ):
        message = store.messages.keep(talk, Said(str(number), question, WORDS if number == 0 else "more"))
        store.answers.asked(talk, question, wording)
        store.answers.keep(talk, question, Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
        if number == 0:  # the reply to the first answer is the follow-up, which takes up its first seven letters
            store.answers.asked(talk, "good_at__more", "You said “{echo}”.", (0, 7), message.seq)
    return talk


def test_a_follow_up_stands_after_its_question(store: Store) -> None:
    """Whatever was answered in between, and worded as it was shown."""
    talk = a_followed_up_answer(store)
    answers = store.answers.of(talk)
    assert [answer.question_id for answer in answers] == ["good_at", "good_at__more", "hobby"]
    assert answers[0].taken_up == "Drawing"
    assert answers[1].wording == "You said “Drawing”."


def test_a_follow_up_forgets_the_words_that_were_taken_back(store: Store, raw: Raw) -> None:
    """Once the answer is withdrawn, its words are in no wording, and in no file."""
    talk = a_followed_up_answer(store)
    store.answers.withdraw(talk, "good_at")
    assert store.answers.of(talk)[1].wording == "You said “…”."
    assert b"Drawing" not in raw.everything()


def test_a_follow_up_does_not_give_away_what_is_private(store: Store) -> None:
    """Where others may see the follow-up and not the answer before it, its wording holds none of that answer."""
    talk = a_followed_up_answer(store)
    store.answers.share(talk, "good_at", Share.PRIVATE)
    answers = {answer.question_id: answer for answer in store.answers.of(talk)}
    assert answers["good_at__more"].wording == "You said “…”."
    store.answers.share(talk, "good_at__more", Share.PRIVATE)
    answers = {answer.question_id: answer for answer in store.answers.of(talk)}
    assert answers["good_at__more"].wording == "You said “Drawing”."


def test_a_follow_up_is_shared_with_those_who_see_its_question(store: Store) -> None:
    """What is added to a private answer is private too."""
    talk = a_followed_up_answer(store)
    store.answers.share(talk, "hobby", Share.PRIVATE)
    store.answers.keep(talk, "hobby__more", Outcome.ANSWERED, Whose.OWN_WORDS)
    added = store.answers.find(talk, "hobby__more")
    assert added is not None
    assert added.share is Share.PRIVATE
