"""How long a conversation is kept: long enough, never without a month's notice, and not a day more than was told."""

import threading

import pytest

from records.clock import later, now
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.keeping import Chose
from records.message import Said
from records.retention import after
from records.store import Store

DAY = 24 * 3600.0
MONTHS = 12


@pytest.fixture
def talk(store):
    """Opens a conversation, and has it lie still for some days."""

    def talk(days):
        opened = store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, called="Persephone").conversation
        store.conversations.change(opened.id, state=State.FINISHED)
        lies(store, opened.id, days)
        return opened.id

    return talk


def lies(store, talk, days):
    """Time goes by without a word."""
    sql = "update conversation set changed = :then where id = :id"
    store._db.execute(sql, then=later(-days * DAY), id=talk)


def on_its_day(store, talk):
    """The day of which notice was given comes."""
    store._db.execute("update conversation set retain_until = :now where id = :id", now=now(), id=talk)


@pytest.mark.parametrize(
    ("at", "months", "then"),
    [("2027-01-31", 1, "2027-02-28"), ("2027-12-15", 1, "2028-01-15"), ("2028-02-29", 12, "2029-02-28"),
     ("2027-03-31", -1, "2027-02-28"), ("2027-01-01", -12, "2026-01-01"), ("2027-05-31", 120, "2037-05-31")],
)  # fmt: skip
def test_months_are_those_of_the_calendar(at, months, then):
    """The same day, or the last of a month that has no such day."""
    assert after(f"{at}T10:00:00.000+00:00", months) == f"{then}T10:00:00.000+00:00"


def test_what_is_soon_to_go_is_told_a_month_before(store, talk):
    """Eleven months and more of silence is soon; less is not. Nothing goes on the day of the notice, however late."""
    soon, forgotten, young = talk(340), talk(3_000), talk(200)
    assert store.retention.erase_due(MONTHS) == 0
    assert {due.conversation.id for due in store.retention.due()} == {soon, forgotten}
    assert all(later(29 * DAY) < due.until < later(31 * DAY) for due in store.retention.due())
    assert store.conversations.find(young).retain_until is None


def test_a_shorter_time_gives_notice_too(store, talk):
    """An operator who sets fewer months erases nothing on the same day."""
    talk(200)
    assert store.retention.erase_due(3) == 0
    assert len(store.retention.due()) == 1


def test_on_its_day_it_goes_and_that_is_in_the_audit(store, talk):
    """Only what is due, once, and off the disk."""
    due, other = talk(400), talk(400)
    store.retention.give_notice(MONTHS)
    on_its_day(store, due)
    assert [store.retention.erase_due(MONTHS), store.retention.erase_due(MONTHS)] == [1, 0]
    assert store.conversations.find(due) is None
    assert store.conversations.find(other)
    assert [(entry.who, entry.did) for entry in store.audit.newest(due)] == [("MySay", "erased")]


def test_whoever_says_something_more_is_kept_anew(store, talk):
    """The notice is gone, and the months begin again."""
    quiet = talk(400)
    store.retention.give_notice(MONTHS)
    store.conversations.change(quiet, state=State.ASKING)
    assert store.retention.due() == []
    assert store.retention.until(store.conversations.find(quiet), MONTHS) > later(360 * DAY)


def test_staff_keep_it_for_longer_and_say_why(store, talk):
    """It goes that many months later; until then it is in the list of those that are kept."""
    kept = talk(400)
    store.retention.give_notice(MONTHS)
    until = store.retention.extend(kept, 6, "The tribunal is in May.", "Mrs Jones")
    assert later(200 * DAY) < until < later(220 * DAY)
    assert store.retention.due() == []
    (found,) = store.retention.extended()
    assert (found.choice.chose, found.choice.reason, found.choice.who) == (
        Chose.EXTENDED, "The tribunal is in May.", "Mrs Jones",
    )  # fmt: skip
    store.conversations.change(kept, called="Percy")
    lies(store, kept, 340)
    store.retention.give_notice(MONTHS)
    assert store.retention.due() == []
    assert store.retention.until(store.conversations.find(kept), MONTHS) == until


def test_that_is_taken_back_with_a_month_of_notice(store, talk):
    """And letting it go is taken back without a change of its day; twice there is nothing to take back."""
    kept = talk(3_000)
    store.retention.give_notice(MONTHS)
    day = store.conversations.find(kept).retain_until
    assert store.retention.let_go(kept, "Mrs Jones") == day
    assert store.retention.due()[0].choice.chose is Chose.LET_GO
    assert store.retention.undo(kept, MONTHS, "Mrs Jones") == day
    store.retention.extend(kept, 12, "x", "Mrs Jones")
    assert later(29 * DAY) < store.retention.undo(kept, MONTHS, "Mrs Jones") < later(31 * DAY)
    assert store.retention.undo(kept, MONTHS, "Mrs Jones") is None


def test_without_notice_nobody_decides_anything(store, talk):
    """What is far from its day, or not there, is neither extended nor let go."""
    for found in (talk(10), "none"):
        assert store.retention.extend(found, 6, "x", "Mrs Jones") is None
        assert store.retention.let_go(found, "Mrs Jones") is None
        assert store.retention.undo(found, MONTHS, "Mrs Jones") is None


def test_a_concern_that_nobody_has_read_outlives_it(store, talk):
    """Its conversation goes on its day: the lead keeps the exact words, and whose they were."""
    due = talk(400)
    store.concerns.note(store.messages.keep(due, Said("m1", words="he hits me")), Level.WORRY, ["hurt"])
    store.retention.give_notice(MONTHS)
    on_its_day(store, due)
    store.retention.erase_due(MONTHS)
    (concern,) = store.concerns.newest()
    assert (concern.words, concern.whom.called, bool(concern.unread_since)) == ("he hits me", "Persephone", True)


def erased_by_another(address):
    """What a process of its own would erase."""
    store = Store(address)
    try:
        return store.retention.erase_due(MONTHS)
    finally:
        store.close()


def test_many_caretakers_at_once_erase_it_once(store, talk, address):
    """Several processes may look at the same moment: one erases, and one says so."""
    due = talk(400)
    store.retention.give_notice(MONTHS)
    on_its_day(store, due)
    counts = []
    threads = [threading.Thread(target=lambda: counts.append(erased_by_another(address))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0] * 7 + [1]
    assert len(store.audit.newest(due)) == 1


def test_nothing_about_a_conversation_is_left_in_any_table(store, talk, raw):
    """Whatever table may be added: the audit, the list of what was erased, and any concerns, know its id afterwards."""
    gone = talk(10)
    store.answers.asked(gone, "q", "Asked?")
    store.drawings.keep(gone, b"a picture")
    store.responses.add(gone, "q", "A quiet room", "Mx Jones")
    for did in ("read the record", "exported the record"):
        store.audit.note("jones", did, gone)
    store.conversations.erase(gone)
    left = {table: len(found) for table, rows in raw.dump().items() if (found := [row for row in rows if gone in row])}
    assert left == {"audit": 2, "erasure": 1}


def test_nothing_goes_without_a_note_of_it(store, talk, monkeypatch):
    """Where the note cannot be made, it stays, and goes the next time."""
    due = talk(400)
    store.retention.erase_due(MONTHS)
    on_its_day(store, due)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as at_first:
        at_first.setattr(store.audit, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            store.retention.erase_due(MONTHS)
    assert store.conversations.find(due)
    assert store.retention.erase_due(MONTHS) == 1
    assert [(entry.who, entry.did) for entry in store.audit.newest(due)] == [("MySay", "erased")]
