"""What a person is told of who saw their words: every look of staff, and nothing that could put a child at risk."""

import pytest

from records.concerns import Level
from records.conversation import Audience, Purpose
from records.message import Said
from records.readers import NEW_CODE, Seen
from records.staff import Role


@pytest.fixture
def talk(store):
    store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "correct horse battery")
    store.staff.add("ali", "Mx Ali", Role.SAFEGUARDING_LEAD, "correct horse battery")
    return store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW).conversation


def told(store, talk):
    return [(look.name, look.seen) for look in store.readers.of(talk.id)]


def test_each_look_is_told_once_a_day_with_the_name_of_who_looked(store, talk):
    """The newest first; whoever uses the command line has no name."""
    for did in ("read the record", "read the record", "exported the record", "wrote what was done"):
        store.audit.note("jones", did, talk.id, "csv sha256:0")
    store.audit.note("command line", "exported the record", talk.id)
    store.audit.note("jones", "read the record", "another")
    assert told(store, talk) == [
        (None, Seen.TOOK), ("Mrs Jones", Seen.WROTE), ("Mrs Jones", Seen.TOOK), ("Mrs Jones", Seen.READ),
    ]  # fmt: skip


@pytest.mark.parametrize("did", ["read a concern", "marked a concern as read", "erased", "something new"])
def test_nothing_else_is_told(store, talk, did):
    """Above all no look at a concern, and nothing of which nobody has decided that it is told."""
    store.audit.note("ali", did, talk.id)
    assert told(store, talk) == []


def test_a_new_code_is_told_whoever_made_it(store, talk):
    """Also a lead, and where there is a concern: it is a way in, and says of nobody that they know."""
    store.concerns.note(store.messages.keep(talk.id, Said("m1", words="he hits me")), Level.URGENT, ["hurt"])
    store.audit.note("ali", "read the record", talk.id)
    store.audit.note("ali", NEW_CODE, talk.id)
    assert told(store, talk) == [("Mx Ali", Seen.RENEWED)]


def test_a_lead_who_reads_is_told_unless_there_is_a_concern(store, talk):
    """Whoever holds the tablet does not learn from this list that somebody knows."""
    store.audit.note("ali", "read the record", talk.id)
    store.audit.note("jones", "read the record", talk.id)
    assert told(store, talk) == [("Mrs Jones", Seen.READ), ("Mx Ali", Seen.READ)]
    message = store.messages.keep(talk.id, Said("m1", words="he hits me"))
    store.concerns.note(message, Level.URGENT, ["hurt"])
    assert told(store, talk) == [("Mrs Jones", Seen.READ)]
