"""Responses: what was done about an answer, and the conversation that came before."""

from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose
from records.message import Said
from records.store import Store


def opened(store: Store, **about: object) -> str:
    """The id of a new conversation."""
    return store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, **about).conversation.id


def test_the_newest_response_stands(store: Store) -> None:
    """What was written later takes the place of what was written before, answer by answer."""
    talk = opened(store)
    store.responses.add(talk, "good_at", "We asked the art teacher.", "Mrs Jones")
    store.responses.add(talk, "hobby", "Nothing yet, since the club is full.", "Mrs Jones", "2027-05-03")
    store.responses.add(talk, "good_at", "You joined art club.", "Mr Ali")
    done = store.responses.of(talk)
    assert (done["good_at"].did, done["good_at"].who) == ("You joined art club.", "Mr Ali")
    assert done["good_at"].by_when is None
    assert done["hobby"].by_when == "2027-05-03"
    assert store.responses.of(opened(store)) == {}


def test_a_response_can_be_taken_back(store: Store) -> None:
    """What stood before stands again, then nothing; where nothing stands there is nothing to take back."""
    talk = opened(store)
    store.responses.add(talk, "good_at", "We asked the art teacher.", "Mrs Jones")
    store.responses.add(talk, "good_at", "You joined art club.", "Mr Ali", "2027-05-03")
    assert store.responses.take_back(talk, "good_at", "Mr Ali")
    again = store.responses.of(talk)["good_at"]
    assert (again.did, again.who, again.by_when) == ("We asked the art teacher.", "Mrs Jones", None)
    only = opened(store)
    store.responses.add(only, "good_at", "You joined art club.", "Mr Ali")
    assert store.responses.take_back(only, "good_at", "Mr Ali")
    assert store.responses.of(only) == {}
    assert not store.responses.take_back(only, "good_at", "Mr Ali")
    assert not store.responses.take_back(only, "hobby", "Mr Ali")


def test_last_time_is_the_conversation_that_was_proved(store: Store) -> None:
    """Its answers and what was done about them; a reference alone leads to none."""
    before = opened(store, about="R-17")
    message = store.messages.keep(before, Said("1", "good_at", "drawing"))
    store.answers.keep(before, "good_at", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    store.responses.add(before, "good_at", "You joined art club.", "Mrs Jones")
    again = store.conversations.find(opened(store, about="R-17", earlier_id=before))
    stranger = store.conversations.find(opened(store, about="R-17"))
    assert again is not None
    assert stranger is not None
    found = store.last_time(again)
    assert found is not None
    assert [answer.words for answer in found.answers] == ["drawing"]
    assert found.responses["good_at"].did == "You joined art club."
    assert store.last_time(stranger) is None


def test_an_erased_conversation_is_forgotten_by_the_next(store: Store) -> None:
    """Erasing what came before leaves the later conversation, which then recalls nothing."""
    before = opened(store)
    later = opened(store, earlier_id=before)
    store.responses.add(before, "good_at", "You joined art club.", "Mrs Jones")
    store.conversations.erase(before)
    found = store.conversations.find(later)
    assert found is not None
    assert found.earlier_id is None
    assert store.last_time(found) is None
    assert store.responses.of(before) == {}
