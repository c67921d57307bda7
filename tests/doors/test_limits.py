"""Limits on opening and on sending: a program meets them, and no child ever does."""

from dataclasses import replace

import pytest

from records.conversation import Audience, Purpose, State
from records.message import Said
from web import limits
from web.problems import Problem

START, WORDS = "/api/v1/conversations", "one more thing about my rabbit"
OPENS = {"json": {"audience": "parent"}}
ID = "5f0c7a52-0000-4000-8000-0000000000{:02}"


@pytest.fixture
def few(app, monkeypatch):
    """Two conversations for an address, three messages a minute for a person."""
    services = app.extensions["mysay"]
    app.extensions["mysay"] = replace(services, settings=replace(services.settings, openings=2))
    monkeypatch.setattr(limits, "MESSAGES", 3)
    yield app.extensions["mysay"].store
    app.extensions["mysay"] = replace(app.extensions["mysay"], settings=services.settings)


@pytest.fixture
def opening(few, monkeypatch):
    """The same, where whoever opens a conversation is welcomed: no engine is here."""
    monkeypatch.setattr("web.talking.say", lambda *_: {"understood_as": "greet", "messages": []})
    return few


def from_address(client, address, path=START, headers=None, **sent):
    """A POST that comes from there."""
    return client.post(path, environ_overrides={"REMOTE_ADDR": address}, headers=headers, **(sent or OPENS))


def test_an_address_opens_so_many_conversations(caller, opening):
    """The next one is told when to come back, and leaves nothing behind; another address is not held."""
    client = caller("nobody")
    assert [from_address(client, "192.0.2.7").status_code for _ in range(2)] == [201, 201]
    kept = len(opening.conversations.newest())
    held = from_address(client, "192.0.2.7")
    assert (held.status_code, held.json["type"]) == (429, "/problems/many_openings")
    assert 0 < int(held.headers["Retry-After"]) <= limits.OPENING_SECONDS
    assert len(opening.conversations.newest()) == kept
    assert from_address(client, "192.0.2.8").status_code == 201


def test_all_addresses_of_one_household_are_one(caller, opening):
    """IPv6 gives each of them more than anybody can count."""
    client = caller("nobody")
    found = [from_address(client, f"2001:db8:0:1::{number}").status_code for number in (1, 2, 3)]
    assert found == [201, 201, 429]
    assert from_address(client, "2001:db8:0:2::1").status_code == 201


def test_this_machine_is_not_counted_but_strangers_behind_it_are(caller, opening):
    """A proxy that nobody told MySay of makes all strangers one address, and not this machine."""
    client = caller("nobody")
    assert {from_address(client, "127.0.0.1").status_code for _ in range(4)} == {201}
    forwarded = {"X-Forwarded-For": "192.0.2.7"}
    found = [from_address(client, "127.0.0.1", headers=forwarded).status_code for _ in range(3)]
    assert found == [201, 201, 429]


def test_what_could_not_be_opened_does_not_count(caller, opening, monkeypatch):
    """A class that tries again while the engine starts is let in when it is there."""
    client = caller("nobody")
    with monkeypatch.context() as away:
        away.setattr("web.talking.open_conversation", _away)
        assert {from_address(client, "192.0.2.7").status_code for _ in range(5)} == {503}
    assert from_address(client, "192.0.2.7").status_code == 201


def _away(*_):
    raise Problem(503, "try_again", retry_after=2)


def test_an_invitation_is_never_held(caller, opening, school):
    """Each opens one conversation alone, so that a whole school may come by them at once."""
    client = caller("nobody")
    for _ in range(2):
        from_address(client, "192.0.2.7")
    code = opening.invitations.make(school.ids["review_id"], Audience.PARENT, "practitioner").code
    assert from_address(client, "192.0.2.7", json={"invitation": code}).status_code == 201


def test_the_page_keeps_what_was_chosen_and_sends_itself_again(caller, opening):
    """The form comes back with all that it held, says why in plain words, and when a script may send it."""
    client = caller("nobody")
    form = {"audience": "young_teen", "called": "Quentin", "year_group": "8"}
    for _ in range(2):
        assert from_address(client, "192.0.2.7", "/", data=form).status_code == 303
    page = from_address(client, "192.0.2.7", "/", data=form)
    assert page.status_code == 429
    assert 'value="Quentin"' in page.text
    assert '<option value="8" selected>' in page.text
    assert f'data-again="{page.headers["Retry-After"]}"' in page.text
    assert "/static/js/again.js" in page.text
    assert "Very many people are starting here just now" in page.text


@pytest.fixture
def talk(school, few):
    """The owner's conversation, open again, with three messages of this minute."""
    talk = school.ids["conversation_id"]
    few.conversations.change(talk, state=State.ASKING, current="important_people", topic="important")
    for number in range(3):
        few.messages.keep(talk, Said(ID.format(number), words=WORDS))
    return talk


def test_a_message_too_many_waits_and_loses_nothing(caller, few, talk):
    """The fourth of a minute is told when to come back; one that is in already is found again; others are not held."""
    client = caller("owner")
    held = client.post(f"{START}/{talk}/messages", json={"message_id": ID.format(4), "text": WORDS})
    assert (held.status_code, held.json["type"]) == (429, "/problems/many_messages")
    assert 0 < int(held.headers["Retry-After"]) <= limits.MESSAGES_SECONDS
    assert few.messages.find(talk, ID.format(4)) is None
    known = few.messages.of(talk)[-1]
    again = {"message_id": known.said.message_id, "text": known.said.words}
    assert client.post(f"{START}/{talk}/messages", json=again).status_code != 429


def test_the_page_holds_the_words_that_came_too_quickly(caller, few, talk):
    """Without scripts too: the same form with the same id, so that sending it again counts once."""
    page = caller("owner").post(f"/talk/{talk}", data={"message_id": ID.format(5), "text": WORDS})
    assert page.status_code == 429
    assert WORDS in page.text
    assert ID.format(5) in page.text
    assert int(page.headers["Retry-After"]) > 0


def test_a_clock_that_was_put_back_holds_nobody(caller, few, talk):
    """Messages from what is now the future are not those of the last minute."""
    few._db.execute("update message set received = '2999-01-01T00:00:00.000+00:00'")
    reply = caller("owner").post(f"{START}/{talk}/messages", json={"message_id": ID.format(6), "text": WORDS})
    assert reply.status_code != 429


def test_no_hand_is_as_quick_as_the_limit(store):
    """Four in each second of a whole minute, as it is set; the one before is within it."""
    talk = store.conversations.open(Audience.CHILD_EARLY, Purpose.JUST_ME).conversation.id
    for number in range(limits.MESSAGES - 1):
        store.messages.keep(talk, Said(f"5f0c7a52-0000-4000-8000-{number:012}", wish="skip"))
    assert store.messages.received(talk, limits.MESSAGES - 1) is None
    assert limits.MESSAGES / limits.MESSAGES_SECONDS >= 4
