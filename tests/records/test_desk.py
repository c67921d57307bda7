"""The safeguarding desk: what leads do about a concern is added step by step, and nobody overtakes anybody unseen."""

import threading

import pytest

from records.answer import Outcome, Whose
from records.concerns import Ending, Level
from records.conversation import Audience, Purpose
from records.desk import Did, Overtaken
from records.message import Said
from records.staff import Member, Role
from tests.records.engines import Broken

ALI, JO = (Member(name, name, f"Mx {name.title()}", Role.SAFEGUARDING_LEAD) for name in ("ali", "jo"))


@pytest.fixture
def noted(store):
    """Keeps what a child said and a concern for it; the id of the concern."""

    def noted(words="he hits me", level=Level.URGENT, question="q_one"):
        opened = store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, called="Persephone", about="R-17")
        talk = opened.conversation
        store.answers.asked(talk.id, question, "What do you like?")
        message = store.messages.keep(talk.id, Said("m1", question, words))
        store.answers.keep(talk.id, question, Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
        store.concerns.note(message, level, ["hurt"])
        return next(found.id for found in store.concerns.newest() if found.conversation_id == talk.id)

    return noted


@pytest.fixture
def seen(store):
    """The newest step of a concern, as whoever looks at it has it."""
    return lambda concern: max((step.seq for step in store.desk.steps(concern)), default=0)


def test_every_step_says_who_and_when_and_stays(store, noted, seen):
    """Read, noted, handed over, closed and opened again stand in that order, each with its words."""
    concern = noted()
    assert store.desk.read(concern, ALI)
    store.desk.note(concern, ALI, "Rang the school.")
    store.desk.hand_over(concern, ALI, JO, "I am away", seen(concern))
    store.desk.close(concern, JO, Ending.PASSED_ON, "Children's services have it.", seen(concern))
    assert store.concerns.find(concern).ending is Ending.PASSED_ON
    store.desk.reopen(concern, JO, "More was said.", seen(concern))
    assert store.concerns.find(concern).ending is None
    steps = store.desk.steps(concern)
    assert [step.did for step in steps] == [Did.READ, Did.NOTED, Did.HANDED, Did.CLOSED, Did.REOPENED]
    assert [step.who for step in steps] == ["Mx Ali", "Mx Ali", "Mx Ali", "Mx Jo", "Mx Jo"]
    assert (steps[2].to, steps[3].ending, steps[4].words) == ("Mx Jo", Ending.PASSED_ON, "More was said.")


def test_a_step_cannot_be_changed_or_taken_out(store, noted, raw):
    """Not even with the file open; it goes only with the concern itself."""
    concern = noted()
    store.desk.note(concern, ALI, "Rang the school.")
    for statement in ("update concern_step set words = ''", "delete from concern_step"):
        with pytest.raises(Broken):
            raw.run(statement)
    raw.run("delete from concern")
    assert raw.run("select count(*) from concern_step") == [(0,)]


def test_what_is_handed_over_is_unread_until_its_new_holder_has_read_it(store, noted, seen):
    """Whoever handed it over cannot read it in their place; who read it first is still known."""
    concern = noted()
    store.desk.read(concern, ALI)
    store.desk.hand_over(concern, ALI, JO, "", seen(concern))
    assert not store.desk.read(concern, ALI)
    assert store.concerns.find(concern).unread_since
    assert store.desk.read(concern, JO)
    found = store.concerns.find(concern)
    assert (found.unread_since, found.acknowledged_by, found.holder_name) == (None, "Mx Ali", "Mx Jo")


def test_another_lead_takes_it_on(store, noted, seen):
    """Handing it over to oneself reads it too, so that nothing waits for somebody who is away."""
    concern = noted()
    store.desk.hand_over(concern, ALI, JO, "", seen(concern))
    store.desk.hand_over(concern, ALI, ALI, "", seen(concern))
    assert (store.concerns.find(concern).unread_since, store.concerns.find(concern).holder) == (None, "ali")


def test_nobody_overtakes_anybody_unseen(store, noted, seen):
    """Of two leads who close it at once one is told to look first; a note is kept whatever else happens."""
    concern = noted()
    looked_at = seen(concern)
    store.desk.close(concern, ALI, Ending.ACTED, "Seen today.", looked_at)
    for act in (
        lambda: store.desk.close(concern, JO, Ending.NOTHING, "A film.", looked_at),
        lambda: store.desk.hand_over(concern, JO, ALI, "", looked_at),
        lambda: store.desk.reopen(concern, JO, "", looked_at),
    ):
        with pytest.raises(Overtaken):
            act()
    store.desk.note(concern, JO, "I rang home as well.")
    assert [step.did for step in store.desk.steps(concern)] == [Did.CLOSED, Did.NOTED]
    assert store.concerns.find(concern).ending is Ending.ACTED


def test_eight_leads_at_once(store, noted):
    """However many close it in the same moment, one does."""
    concern, told = noted(), []

    def close():
        try:
            store.desk.close(concern, ALI, Ending.ACTED, "Seen.", seen=0)
        except Overtaken:
            told.append("look first")

    threads = [threading.Thread(target=close) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(store.desk.steps(concern)), len(told)) == (1, 7)


def test_unread_ones_stand_on_top_and_closed_ones_last(store, noted):
    """A worry that nobody has read comes before an urgent concern that is closed."""
    closed, read, worry = noted(), noted(), noted("i feel sad", Level.WORRY)
    store.desk.close(closed, ALI, Ending.ACTED, "Done.", 0)
    store.desk.read(read, ALI)
    assert [found.id for found in store.concerns.newest()] == [worry, read, closed]


@pytest.mark.parametrize("level", Level)
def test_a_concern_and_its_notes_outlive_the_conversation(store, noted, level):
    """With the exact words, and as much of who it was as finding them takes."""
    concern = noted("he hits me a lot", level)
    store.desk.note(concern, ALI, "Rang the school.")
    before = store.concerns.find(concern)
    assert before.whom is None
    store.conversations.erase(before.conversation_id)
    after = store.concerns.find(concern)
    assert after.words == "he hits me a lot"
    assert (after.whom.called, after.whom.about, after.whom.audience) == ("Persephone", "R-17", "young_teen")
    assert [step.words for step in store.desk.steps(concern)] == ["Rang the school."]


def test_whoever_invited_somebody_is_named_to_the_lead(store, noted):
    """Before the conversation is erased and after, so that there is somebody to ask."""
    found = store.concerns.find(noted())
    review = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, "R-17")
    invited = store.invitations.make(review.id, Audience.YOUNG_TEEN, "jones").invitation
    store.invitations.opened(invited.id, found.conversation_id)
    assert store.concerns.whom(found.conversation_id).prepared_by == "jones"
    store.conversations.erase(found.conversation_id)
    assert store.concerns.find(found.id).whom.prepared_by == "jones"


def test_a_worry_with_nothing_in_it_goes_with_the_conversation(store, noted, raw):
    """The words and the name leave the disk; that somebody looked at it, and why it was closed, stays."""
    concern = noted("i feel sad about the xylophone", Level.WORRY)
    store.desk.close(concern, ALI, Ending.NOTHING, "About a film.", 0)
    store.conversations.erase(store.concerns.find(concern).conversation_id)
    assert (store.concerns.find(concern).words, store.concerns.find(concern).whom) == ("", None)
    assert [step.words for step in store.desk.steps(concern)] == ["About a film."]
    left = raw.everything()
    assert not any(word in left for word in (b"xylophone", b"Persephone"))


def test_a_worry_outlives_an_answer_that_is_taken_back(store, noted):
    """Whoever takes it back may be the one who is feared."""
    concern = noted("i hide from him", Level.WORRY)
    store.answers.withdraw(store.concerns.find(concern).conversation_id, "q_one")
    assert store.concerns.find(concern).words == "i hide from him"
