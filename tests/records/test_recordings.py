"""Somebody's own voice: kept with the spoken answer that it says, and gone with it."""

import uuid

import pytest

from records import recordings
from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Conversation, Purpose
from records.message import Input, Message, Said
from records.recordings import NoSpokenAnswer, TooMuchSound
from records.store import Store

VOICE = b"RIFF xylophone " * 4000


@pytest.fixture
def conversation(store: Store) -> Conversation:
    """A conversation with a parent."""
    return store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation


@pytest.fixture
def spoken(store: Store, conversation: Conversation) -> Message:
    """An answer that was said aloud, and its sound."""
    message = says(store, conversation, "She loves the sea")
    store.recordings.keep(conversation.id, message.said.message_id, VOICE)
    return message


def says(store: Store, conversation: Conversation, words: str, how: Input = Input.SPOKEN) -> Message:
    """Words said in answer to one and the same question."""
    message = store.messages.keep(conversation.id, Said(str(uuid.uuid4()), "likes", words, input=how))
    store.answers.asked(conversation.id, "likes", "What does she like?")
    store.answers.keep(conversation.id, "likes", Outcome.ANSWERED, Whose.PARENT_VIEW, message.seq)
    return message


def test_a_voice_is_kept_with_its_answer(store, conversation, spoken, raw):
    """It is found by the question; keeping it again changes nothing; who may see the answer may be chosen anew."""
    store.recordings.keep(conversation.id, spoken.said.message_id, b"another")
    store.answers.share(conversation.id, "likes", Share.PRIVATE)
    assert store.recordings.find(conversation.id, "likes") == VOICE
    assert store.recordings.of(conversation.id) == {"likes"}
    assert b"xylophone" in raw.everything()


def test_words_that_were_changed_are_not_heard_any_more(store, conversation, spoken, raw):
    """Other words in place of an answer take its sound away: nobody hears what the person no longer says."""
    says(store, conversation, "She loves the woods", Input.TYPED)
    store.forget_traces()
    assert store.recordings.of(conversation.id) == frozenset()
    assert b"xylophone" not in raw.everything()


def takes_back(store, conversation):
    """The answer goes."""
    store.answers.withdraw(conversation.id, "likes")


def takes_the_sound_back(store, conversation):
    """The sound goes, and the words stay."""
    store.recordings.remove(conversation.id, "likes")
    assert store.answers.find(conversation.id, "likes").words == "She loves the sea"


def erases_all(store, conversation):
    """The conversation goes."""
    store.conversations.erase(conversation.id)


@pytest.mark.parametrize("does", [takes_back, takes_the_sound_back, erases_all])
def test_erasing_erases_the_sound(store, conversation, spoken, raw, does):
    """From the database file and from its log, whichever way it is erased."""
    does(store, conversation)
    assert store.recordings.find(conversation.id, "likes") is None
    assert b"xylophone" not in raw.everything()


def test_words_set_apart_for_safety_keep_no_sound(store, conversation, spoken, raw):
    """An urgent concern holds the exact words; the voice is not left where others might play it."""
    store.concerns.note(spoken, Level.URGENT, ["hurt"])
    store.forget_traces()
    assert store.recordings.of(conversation.id) == frozenset()
    assert b"xylophone" not in raw.everything()


def test_only_a_spoken_answer_has_a_voice(store, conversation, spoken):
    """Not what was typed, not what was taken back, not another person's, not one that was never sent."""
    stranger = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation
    with pytest.raises(NoSpokenAnswer):
        store.recordings.keep(stranger.id, spoken.said.message_id, VOICE)
    assert store.recordings.find(stranger.id, "likes") is None
    typed = says(store, conversation, "typed", Input.TYPED)
    for message_id in (typed.said.message_id, spoken.said.message_id, str(uuid.uuid4())):
        with pytest.raises(NoSpokenAnswer):
            store.recordings.keep(conversation.id, message_id, VOICE)


def test_there_is_an_end_to_what_one_conversation_holds(store, conversation, spoken, monkeypatch):
    """A device gone wrong cannot fill the disk."""
    monkeypatch.setattr(recordings, "MOST_BYTES", len(VOICE) - 1)
    another = says(store, conversation, "The sea, and the woods")
    with pytest.raises(TooMuchSound):
        store.recordings.keep(conversation.id, another.said.message_id, VOICE)
