"""Reviews and invitations as they are kept: single use, in time, in the order of urgency."""

from datetime import date, timedelta

import pytest

from records import invitations
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.invitations import Standing
from records.message import Said
from records.review_list import PAGE, Due, Wanted

TODAY = date(2027, 3, 1)
CHILD, PARENT = Audience.CHILD_PRIMARY, Audience.PARENT


@pytest.fixture
def review(store):
    return store.reviews.add("jones", Purpose.ANNUAL_REVIEW, "R-17", called="Sam", year_group=5, meeting="2097-05-03")


@pytest.fixture
def opened(store):
    """Opens a conversation by an invitation, as the web does."""

    def opened(invitation, state=None):
        assert store.invitations.claim(invitation.id)
        talk = store.conversations.open(invitation.audience, Purpose.ANNUAL_REVIEW).conversation
        store.invitations.opened(invitation.id, talk.id)
        if state:
            store.answers.asked(talk.id, "q", "Asked?")
            message = store.messages.keep(talk.id, Said("m", "q", "my nan"))
            store.answers.keep(talk.id, "q", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
            store.conversations.change(talk.id, state=state)
        return talk

    return opened


def standing(store, invitation):
    return store.invitations.find(invitation.id).standing


def test_a_review_is_due_two_weeks_before_its_meeting(store, review):
    """Without a date there is nothing to be late for."""
    assert store.reviews.find(review.id) == review
    assert review.due == date(2097, 4, 19)
    assert store.reviews.add("jones", Purpose.TRANSITION).due is None


def test_a_person_without_a_reference_gets_one_of_their_own(store):
    """It links their conversations and says nothing of who they are."""
    first, second = (store.reviews.add("jones", Purpose.JUST_ME, called="Sam") for _ in range(2))
    assert first.about != second.about
    assert "Sam" not in first.about


def test_only_a_digest_of_a_code_is_kept(store, review, raw):
    """Whoever reads the file cannot open a conversation; typed small, with blanks, the code still fits."""
    invited = store.invitations.make(review.id, CHILD, "jones")
    held = repr(raw.dump())
    assert invited.code not in held
    assert invited.code.replace("-", "") not in held
    assert store.invitations.of_code(f" {invited.code.lower().replace('-', ' ')} ").id == invited.invitation.id


def test_what_was_prepared_is_kept(store, review):
    """Adjustments, the helper and questions of the practitioner's own come back as they were given."""
    made = store.invitations.make(
        review.id, CHILD, "jones", helper="Mr Bell", adjustments={"size": 1.5}, questions=["Lunch?", "مرحبا?"]
    ).invitation
    assert (made.helper, made.adjustments, made.questions) == ("Mr Bell", {"size": 1.5}, ("Lunch?", "مرحبا?"))
    assert store.invitations.of_review(review.id) == [made]


def test_an_invitation_is_used_once(store, review):
    """Of two who come at the same moment one is let in."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    assert [store.invitations.claim(invitation.id) for _ in range(3)] == [True, False, False]
    store.invitations.release(invitation.id)
    assert store.invitations.claim(invitation.id)


def test_what_a_dead_process_held_counts_again(store, review, monkeypatch):
    """Whoever opened it was killed in the middle: the next one comes in, and they alone, also where the first lives."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    with monkeypatch.context() as at_first:
        at_first.setattr(invitations, "OPENING_SECONDS", -1.0)
        assert store.invitations.claim(invitation.id)
    assert standing(store, invitation) is Standing.INVITED
    assert store.invitations.claim(invitation.id)
    talks = [store.conversations.open(CHILD, Purpose.ANNUAL_REVIEW).conversation.id for _ in range(2)]
    assert [store.invitations.opened(invitation.id, talk) for talk in talks] == [True, False]
    store.conversations.erase(talks[0])
    assert standing(store, invitation) is Standing.ERASED
    assert not store.invitations.claim(invitation.id)


def test_it_ends_when_its_time_is_over(store, review):
    """It opens nothing any more, and says that it ran out."""
    invitation = store.invitations.make(review.id, CHILD, "jones", days=-1).invitation
    assert invitation.standing is Standing.EXPIRED
    assert not store.invitations.claim(invitation.id)


def test_it_is_withdrawn_and_put_back(store, review):
    """While it is withdrawn nobody comes in by it; put back, the same code counts again."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    assert store.invitations.withdraw(invitation.id)
    assert standing(store, invitation) is Standing.WITHDRAWN
    assert not store.invitations.claim(invitation.id)
    assert store.invitations.put_back(invitation.id)
    assert store.invitations.claim(invitation.id)


def test_a_conversation_that_began_cannot_be_withdrawn_or_renewed(store, review, opened):
    """What somebody has said is not the practitioner's to take back."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    opened(invitation)
    assert not store.invitations.withdraw(invitation.id)
    assert store.invitations.renew(invitation.id) is None


def test_a_new_code_takes_the_place_of_the_old(store, review):
    """The old one is nobody's from then on; the time begins anew."""
    old = store.invitations.make(review.id, CHILD, "jones", days=-1)
    new = store.invitations.renew(old.invitation.id)
    assert store.invitations.of_code(old.code) is None
    assert store.invitations.of_code(new.code).standing is Standing.INVITED


def test_what_became_of_it_follows_the_conversation(store, review, opened):
    """Invited, opened, talking, having a break, finished; erased where the person took everything back."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    assert standing(store, invitation) is Standing.INVITED
    talk = opened(invitation)
    assert standing(store, invitation) is Standing.OPENED
    assert store.reviews.of_conversation(talk.id) == review
    for state in (State.PAUSED, State.FINISHED, State.STOPPED):
        store.conversations.change(talk.id, state=state)
        assert standing(store, invitation).value == state.value
    store.conversations.change(talk.id, state=State.WITHDRAWN)
    assert standing(store, invitation) is Standing.TAKEN_BACK
    store.conversations.erase(talk.id)
    assert standing(store, invitation) is Standing.ERASED
    assert store.invitations.find(invitation.id).conversation_id is None


def test_names_are_not_kept_for_ever(store, review, opened):
    """A review that was over long ago goes once its conversations have gone, with its invitations."""
    invitation = store.invitations.make(review.id, CHILD, "jones").invitation
    talk = opened(invitation)
    assert store.reviews.erase_over("2099-01-01") == 0
    store.conversations.erase(talk.id)
    assert store.reviews.erase_over("2097-05-02") == 0
    assert store.reviews.erase_over("2097-05-04") == 1
    assert store.invitations.find(invitation.id) is None


@pytest.fixture
def year(store, opened):
    """Reviews at every distance, by the name that says which."""

    def made(name, days, states=(), who="jones"):
        meeting = (TODAY + timedelta(days=days)).isoformat() if days is not None else None
        review = store.reviews.add(who, Purpose.ANNUAL_REVIEW, f"R-{name}", called=name, meeting=meeting)
        for audience, state in zip((CHILD, PARENT), states, strict=False):
            invitation = store.invitations.make(review.id, audience, who).invitation
            if state:
                opened(invitation, state)

    made("later", 60, (None, None))
    made("undated", None, (None,))
    made("late", 13, (State.FINISHED, State.PAUSED))
    made("later still", 300)
    made("done long ago", -200, (State.FINISHED,))
    made("this week", 14 + 6, (State.ASKING,), who="ali")
    made("very late", -3, (None,))
    made("done", 5, (State.FINISHED, State.STOPPED))


def names(store, **wanted):
    return [row.review.called for row in store.review_list.page(Wanted(**wanted), TODAY).rows]


def test_the_most_urgent_come_first(store, year):
    """Late ones before those of this week, then later, then undated; what is done is last, the newest first."""
    assert names(store) == [
        "very late", "late", "this week", "later", "later still", "undated", "done", "done long ago",
    ]  # fmt: skip
    due = {row.review.called: row.due for row in store.review_list.page(Wanted(), TODAY).rows}
    assert (due["very late"], due["this week"], due["later"]) == (Due.OVERDUE, Due.THIS_WEEK, Due.LATER)
    assert (due["undated"], due["done"]) == (Due.UNDATED, Due.DONE)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"search": "WEEK"}, ["this week"]),
        ({"search": "r-done"}, ["done", "done long ago"]),
        ({"search": "%"}, []),
        ({"due": Due.OVERDUE}, ["very late", "late"]),
        ({"standing": Standing.NOT_INVITED}, ["later still"]),
        ({"standing": Standing.PAUSED}, ["late"]),
        ({"standing": Standing.PAUSED, "audience": CHILD}, []),
        ({"standing": Standing.INVITED, "audience": PARENT}, ["later"]),
        ({"audience": PARENT}, ["late", "later", "done"]),
        ({"who": "ali"}, ["this week"]),
    ],
)
def test_the_list_is_searched_and_filtered(store, year, wanted, found):
    """By name or reference, how soon, where it stands, who was invited and who prepared it."""
    assert names(store, **wanted) == found


def test_a_review_whose_invitations_came_to_nothing_is_not_invited(store, review):
    """Withdrawn ones count for nothing."""
    store.invitations.withdraw(store.invitations.make(review.id, CHILD, "jones").invitation.id)
    assert names(store, standing=Standing.NOT_INVITED) == ["Sam"]
    assert names(store, standing=Standing.INVITED) == []


def test_a_review_that_is_closed_is_done_and_can_be_opened_again(store, year):
    """What nobody answered does not stand on top for ever."""
    late = store.review_list.page(Wanted(), TODAY).rows[0].review
    store.reviews.close(late.id)
    assert names(store, due=Due.DONE) == ["done", "very late", "done long ago"]
    store.reviews.reopen(late.id)
    assert names(store)[0] == "very late"


def test_the_list_is_shown_a_page_at_a_time(store):
    """Each review is on one page, and the number of all is told."""
    with store.transaction():
        for number in range(PAGE + 3):
            store.reviews.add("jones", Purpose.JUST_ME, called=f"Child {number:03}")
    first, second = (store.review_list.page(Wanted(page=number), TODAY) for number in (1, 2))
    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (PAGE + 3, 2, PAGE, 3)
    assert not {row.review.id for row in first.rows} & {row.review.id for row in second.rows}
    assert store.review_list.page(Wanted(page=9), TODAY).rows == ()
