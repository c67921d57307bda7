"""The store: what was said is kept once, verbatim, and gone when it is erased."""

import threading
import uuid
from pathlib import Path

import pytest

from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Conversation, Purpose, State
from records.message import Message, Part, Picked, Reply, Said
from records.messages import MessageIdUsed
from records.staff import PasswordTooShort, Role, UsernameTaken
from records.store import Store
from tests.records.engines import Broken, Raw

HARD_WORDS = [
    "  two spaces before, a tab\tand a line\nbreak after \n",
    "👩‍👩‍👧‍👦 🦖 é vs é",
    "שלום مرحبا \u202eback\u202c",
    "a" * 10_000,
    "' or 1=1; drop table message; --",
]


@pytest.fixture
def conversation(store: Store) -> Conversation:
    """A conversation with a child."""
    return store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, called="Quillonia").conversation


def say(store: Store, conversation: Conversation, words: str, question: str = "q_one") -> Message:
    """Words said in answer to a question."""
    message = store.messages.keep(conversation.id, Said(str(uuid.uuid4()), question, words))
    store.answers.asked(conversation.id, question, "What do you like?")
    store.answers.keep(conversation.id, question, Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    return message


def test_a_conversation_is_found_by_its_token_and_by_its_code(store: Store) -> None:
    """Both secrets lead back, the code however it is typed; neither is on disk."""
    opened = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, year_group=9, adjustments={"easy_words": True})
    assert store.conversations.find(opened.conversation.id) == opened.conversation
    assert store.devices.of_token(opened.token) == opened.conversation.id
    assert store.conversations.of_code(opened.resume_code.lower().replace("-", " ")) == opened.conversation.id
    assert store.devices.of_token("another") is None


@pytest.mark.parametrize("words", HARD_WORDS)
def test_words_are_verbatim(store: Store, conversation: Conversation, words: str) -> None:
    """The last blank and the last combining mark come back as they went in."""
    say(store, conversation, words)
    assert store.answers.of(conversation.id)[0].words == words


def test_words_are_on_disk_once(store: Store, conversation: Conversation, raw: Raw) -> None:
    """Answer and message share one copy."""
    say(store, conversation, "xylophone sandwich")
    store.forget_traces()
    assert repr(raw.dump()).count("xylophone sandwich") == 1


def test_a_resent_message_is_the_same_message(store: Store, conversation: Conversation) -> None:
    """The same id finds the first one again, with the reply that it got."""
    said = Said(str(uuid.uuid4()), "q_one", "drawing")
    first = store.messages.keep(conversation.id, said)
    reply = Reply("answer", (Part("info", wording="thanks_for_telling"),), "asking", {"done": 1})
    store.messages.answer(first.seq, reply)
    again = store.messages.keep(conversation.id, said)
    assert (again.seq, again.reply) == (first.seq, reply)
    assert len(store.messages.of(conversation.id)) == 1


def test_an_id_cannot_be_used_for_other_words(store: Store, conversation: Conversation) -> None:
    """Other words under the same id are refused, not swallowed."""
    message_id = str(uuid.uuid4())
    store.messages.keep(conversation.id, Said(message_id, "q_one", "drawing"))
    with pytest.raises(MessageIdUsed):
        store.messages.keep(conversation.id, Said(message_id, "q_one", "swimming"))


def test_eight_threads_send_the_same_message(store: Store, conversation: Conversation) -> None:
    """However many send it at once, it is kept once."""
    said = Said(str(uuid.uuid4()), "q_one", "drawing")
    threads = [threading.Thread(target=store.messages.keep, args=(conversation.id, said)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.messages.of(conversation.id)) == 1


def test_what_waits_for_the_engine_is_known(store: Store, conversation: Conversation) -> None:
    """Messages without a reply are found in the order in which they came."""
    first, second = (say(store, conversation, words) for words in ("one", "two"))
    assert [message.seq for message in store.messages.waiting(conversation.id)] == [first.seq, second.seq]


def test_a_changed_answer_is_a_new_revision(store: Store, conversation: Conversation) -> None:
    """Nothing is overwritten: the newest is shown, who may see it stays, and the older words are still there."""
    say(store, conversation, "drawing")
    store.answers.share(conversation.id, "q_one", Share.PRIVATE)
    say(store, conversation, "painting")
    answer = store.answers.of(conversation.id)[0]
    assert (answer.words, answer.revision, answer.share) == ("painting", 3, Share.PRIVATE)
    assert [message.said.words for message in store.messages.of(conversation.id)] == ["drawing", "painting"]


def test_answers_come_in_the_order_of_answering(store: Store, conversation: Conversation) -> None:
    """An answer that is changed later keeps its place."""
    for question in ("q_one", "q_two", "q_one"):
        say(store, conversation, "words", question)
    assert [answer.question_id for answer in store.answers.of(conversation.id)] == ["q_one", "q_two"]


def test_cards_and_scales_are_kept(store: Store, conversation: Conversation) -> None:
    """What was picked comes back as it was picked."""
    picked = Picked(("dog", "cat"), {"maths": "like"}, 3)
    message = store.messages.keep(conversation.id, Said(str(uuid.uuid4()), "q_one", picked=picked))
    store.answers.keep(conversation.id, "q_one", Outcome.ANSWERED, Whose.CHOSEN_PICTURES, message.seq)
    assert store.answers.of(conversation.id)[0].picked == picked


def test_a_withdrawn_answer_is_off_the_disk(store: Store, conversation: Conversation, raw: Raw) -> None:
    """Taking one answer back erases the words of all its revisions, from the file and from its log."""
    say(store, conversation, "xylophone sandwich")
    say(store, conversation, "xylophone soup")
    store.answers.withdraw(conversation.id, "q_one")
    assert store.answers.of(conversation.id)[0].outcome is Outcome.WITHDRAWN
    assert b"xylophone" not in raw.everything()


def test_an_erased_conversation_is_off_the_disk(store: Store, conversation: Conversation, raw: Raw) -> None:
    """Nothing that was said, and no name, is left in any file."""
    say(store, conversation, "xylophone sandwich")
    store.conversations.erase(conversation.id)
    assert store.conversations.find(conversation.id) is None
    assert b"xylophone" not in raw.everything()
    assert b"Quillonia" not in raw.everything()


def test_a_concern_is_set_apart(store: Store, conversation: Conversation) -> None:
    """Urgent words leave the record for the restricted table, and outlive the conversation."""
    message = say(store, conversation, "he hits me")
    store.concerns.note(message, Level.URGENT, ["physical"])
    answer = store.answers.of(conversation.id)[0]
    assert (answer.words, answer.set_apart) == (None, True)
    store.conversations.erase(conversation.id)
    assert [concern.words for concern in store.concerns.newest()] == ["he hits me"]


def test_a_worry_stays_in_the_record(store: Store, conversation: Conversation) -> None:
    """A worry is noted for the safeguarding lead, and the answer stays an answer."""
    message = say(store, conversation, "i feel sad a lot")
    store.concerns.note(message, Level.WORRY, ["low_mood"])
    assert store.answers.of(conversation.id)[0].words == "i feel sad a lot"
    assert store.concerns.newest()[0].words == "i feel sad a lot"


def test_a_transaction_is_all_or_nothing(store: Store, conversation: Conversation) -> None:
    """When something fails inside, nothing of it is kept."""

    def fail_half_way() -> None:
        with store.transaction():
            say(store, conversation, "drawing")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert store.answers.of(conversation.id) == []


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    """The database is opened so that a commit survives a power cut, and what is deleted is overwritten."""
    store = Store(tmp_path / "new" / "mysay.db")
    store.migrate()
    pragma = {
        name: store._db.query(f"pragma {name}")[0][name] for name in ("journal_mode", "synchronous", "secure_delete")
    }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_migrating_twice_changes_nothing(store: Store, conversation: Conversation) -> None:
    """A second start finds the tables and what is in them."""
    store.migrate()
    assert store.conversations.find(conversation.id) == conversation


def test_staff_sign_in_and_out(store: Store) -> None:
    """The right password gives a session, a wrong one or an unknown name does not, and signing out ends it."""
    store.staff.add("Jones", "Mrs Jones", Role.PRACTITIONER, "correct horse battery")
    assert store.staff.sign_in("jones", "wrong") is None
    assert store.staff.sign_in("nobody", "wrong") is None
    signed_in = store.staff.sign_in(" JONES ", "correct horse battery")
    assert signed_in is not None
    member, token = signed_in
    session = store.sessions.of(token)
    assert session is not None
    assert session.member == member
    store.staff.sign_out(token)
    assert store.sessions.of(token) is None


def test_staff_names_are_unique_and_passwords_long(store: Store) -> None:
    """A second Jones, and a short password, are refused."""
    store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "correct horse battery")
    with pytest.raises(UsernameTaken):
        store.staff.add("Jones", "Another", Role.PRACTITIONER, "correct horse battery")
    with pytest.raises(PasswordTooShort):
        store.staff.add("smith", "Mr Smith", Role.PRACTITIONER, "short")


def test_the_audit_is_only_added_to(store: Store, raw: Raw) -> None:
    """Not even somebody with the file open can change or remove an entry by SQL without breaking the table."""
    store.audit.note("jones", "exported", "c", "csv")
    for statement in ("delete from audit", "update audit set who = 'smith'"):
        with pytest.raises(Broken):
            raw.run(statement)
    assert [entry.did for entry in store.audit.newest()] == ["exported"]


def test_a_state_is_changed_and_listed(store: Store, conversation: Conversation) -> None:
    """The list finds conversations by state and by name."""
    store.conversations.change(conversation.id, state=State.FINISHED)
    found = store.conversations.newest((State.FINISHED,), search="quillonia")
    assert [talk.id for talk in found] == [conversation.id]
    assert store.conversations.newest((State.ASKING,)) == []
