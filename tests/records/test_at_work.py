"""What staff need besides records: tries counted for all, signatures, reminders; the same on either engine."""

from datetime import date, timedelta

import pytest

from records.conversation import Audience, Purpose, State
from records.staff import Role
from records.store import Store

TODAY = date(2027, 4, 25)
PASSWORD = "a long enough password"


@pytest.fixture
def jones(store):
    return store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)


def meeting(in_days):
    return (TODAY + timedelta(days=in_days)).isoformat()


def test_tries_are_counted_until_they_are_forgotten(store):
    """For one key at a time; a success forgets them."""
    for _ in range(3):
        store.failed_tries.note("a", 60)
    assert store.failed_tries.until("a", 3)
    assert store.failed_tries.until("a", 4) is None
    assert store.failed_tries.until("b", 1) is None
    store.failed_tries.forget("a")
    assert store.failed_tries.until("a", 1) is None


def test_tries_of_all_who_share_a_store_count_together(store, address):
    """Another process on the same store sees them, and so does the same one started again."""
    another = Store(address)
    store.failed_tries.note("a", 60)
    another.failed_tries.note("a", 60)
    assert store.failed_tries.until("a", 2)
    assert another.failed_tries.until("a", 2)
    another.close()


def test_old_tries_leave_the_table(store, raw):
    """The next one takes those away that no longer count."""
    store.failed_tries.note("a", -1)
    store.failed_tries.note("a", 60)
    assert len(raw.run("select key from failed_try")) == 1


def test_a_signature_is_one_for_each_record_and_goes_with_it(store, jones):
    """A later one stands in place of it; erasing the conversation takes it off the disk."""
    talk = store.conversations.open(Audience.PARENT, Purpose.ANNUAL_REVIEW).conversation
    store.sign_offs.keep(talk.id, "a" * 64, "jones")
    store.sign_offs.keep(talk.id, "b" * 64, "jones")
    assert (store.sign_offs.of(talk.id).seal, store.sign_offs.of(talk.id).who) == ("b" * 64, "Mrs Jones")
    store.conversations.erase(talk.id)
    assert store.sign_offs.of(talk.id) is None


def test_somebody_is_reminded_once_a_day_of_what_is_due(store, jones, address):
    """Of their own reviews with views overdue or due within a week; not twice, whoever else asks; again tomorrow."""
    due = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, called="Sam", meeting=meeting(3))
    soon = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, called="Kim", meeting=meeting(18))
    for who, in_days in (("jones", 60), ("ali", 3)):
        store.reviews.add(who, Purpose.ANNUAL_REVIEW, meeting=meeting(in_days))
    assert list(store.reminders.claim(TODAY)) == []
    store.reminders.choose(jones.id, "jones@school.example")
    another = Store(address)
    (reminder,) = store.reminders.claim(TODAY)
    assert list(another.reminders.claim(TODAY)) == []
    assert reminder.email == "jones@school.example"
    assert [row.review.id for row in reminder.waiting.reviews] == [due.id, soon.id]
    assert (reminder.waiting.overdue, reminder.waiting.soon) == (1, 1)
    assert store.reminders.counts("jones", TODAY) == (1, 1)
    assert [found.staff_id for found in another.reminders.claim(TODAY + timedelta(days=1))] == [jones.id]
    another.close()


def test_what_did_not_go_out_is_tried_again(store, jones):
    """On the same day."""
    store.reviews.add("jones", Purpose.ANNUAL_REVIEW, meeting=meeting(3))
    store.reminders.choose(jones.id, "jones@school.example")
    (reminder,) = store.reminders.claim(TODAY)
    store.reminders.not_sent(reminder)
    assert [found.staff_id for found in store.reminders.claim(TODAY)] == [jones.id]


def test_nobody_is_reminded_of_what_is_done_or_who_has_left(store, jones):
    """Closed reviews and those that everybody has finished wait for nobody; whoever was removed gets no mail."""
    store.reminders.choose(jones.id, "jones@school.example")
    closed = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, meeting=meeting(3))
    store.reviews.close(closed.id)
    done = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, meeting=meeting(3))
    invited = store.invitations.make(done.id, Audience.PARENT, "jones")
    talk = store.conversations.open(Audience.PARENT, Purpose.ANNUAL_REVIEW).conversation
    store.invitations.claim(invited.invitation.id)
    store.invitations.opened(invited.invitation.id, talk.id)
    store.conversations.change(talk.id, state=State.FINISHED)
    assert list(store.reminders.claim(TODAY)) == []
    assert store.reminders.counts("jones", TODAY) == (0, 0)
    store.reviews.add("jones", Purpose.ANNUAL_REVIEW, meeting=meeting(3))
    store.staff.remove(jones)
    assert list(store.reminders.claim(TODAY)) == []
    assert store.reminders.address(jones.id) is None
