"""A new code for somebody who lost theirs: shown once to staff who may read, and told to whose conversation it is."""

import re

import pytest

from records.conversation import Audience, Purpose, State
from tests.web.staff.visitor import Browser
from web.rate import Kept

LIST = "/portal/records"
PICTURES = ("cat", "sun", "kite")


@pytest.fixture
def lost(store, say):
    """A conversation that is going on, whose code nobody knows any more."""
    opened = store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, called="Robin", about="R-9")
    say(opened.conversation.id, "important_people", "my nan")
    return opened


@pytest.fixture
def path(lost):
    return f"{LIST}/{lost.conversation.id}/code"


def new_code(page):
    """The code that stands on a page."""
    assert page.status_code == 200, page.text
    return re.search(r'class="big-code"[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})<', page.text)[1]


def audit(store, lost):
    return [(entry.who, entry.did, entry.detail) for entry in store.audit.newest(lost.conversation.id)]


def test_the_new_code_leads_back_and_the_old_one_nowhere(jones, store, client, lost, path):
    """All that was said is there still, and whoever has it open goes on."""
    code = new_code(jones.send(path, path))
    assert store.conversations.of_code(code) == lost.conversation.id
    assert store.conversations.of_code(lost.resume_code) is None
    assert client.post("/resume", data={"code": code}).location.startswith(f"/talk/{lost.conversation.id}")
    assert store.devices.of_token(lost.token) == lost.conversation.id
    assert store.answers.of(lost.conversation.id)


def test_it_can_be_closed_on_every_device(jones, store, lost, path):
    """Where a tablet or the code may be in wrong hands."""
    new_code(jones.send(path, path, shut="yes"))
    assert store.devices.of_token(lost.token) is None
    assert audit(store, lost) == [("jones", "made a new code to come back", "closed on every device")]


def test_what_happens_is_said_before(jones, store, lost, path):
    """That staff could speak with it above all; the pictures only where there are any; and looking does nothing."""
    said = jones.get(path).text
    for words in ("Robin", "R-9", "old code no longer works", "can speak as this person", "is told on their own page"):
        assert words in said
    assert "secret pictures" not in said
    assert store.conversations.of_code(lost.resume_code) == lost.conversation.id
    store.picture_passwords.choose(lost.conversation.id, PICTURES)
    assert "secret pictures are taken off" in jones.get(path).text


def test_the_secret_pictures_are_taken_off(jones, store, client, lost, path):
    """They may be forgotten too, and nobody can look them up."""
    store.picture_passwords.choose(lost.conversation.id, PICTURES)
    code = new_code(jones.send(path, path))
    assert not store.picture_passwords.wanted(lost.conversation.id)
    assert client.post("/resume", data={"code": code}).status_code == 303


def test_the_code_stands_on_one_page_and_nowhere_else(jones, store, lost, path, caplog):
    """Neither the browser nor the audit nor a log keeps it, and no other page shows it."""
    page = jones.send(path, path)
    code = new_code(page)
    assert page.text.count(code) == 1
    assert page.headers["Cache-Control"] == "no-store"
    assert code not in str(page.headers) + page.request.url + caplog.text
    assert audit(store, lost) == [("jones", "made a new code to come back", "")]
    assert code not in jones.get(path).text + jones.get(LIST).text


def test_the_page_is_a_sheet_in_the_words_of_whose_it_is(jones, path):
    """Where to go, in letters and as a square that holds no code."""
    page = jones.send(path, path).text
    assert "://localhost/resume</span>" in page
    assert "Write this code down and keep it to yourself." in page
    assert "<svg" in page


def test_the_person_is_told_on_their_own_page(client, jones, lost, path):
    """In their own words, whoever comes back with it."""
    new_code(jones.send(path, path))
    client.set_cookie("mysay", lost.token, path=f"/talk/{lost.conversation.id}")
    assert "Mx Jones made a new code today." in client.get(f"/talk/{lost.conversation.id}/copy").text


def test_the_record_says_which_answers_came_after(jones, store, say, lost, path):
    """So that nobody takes for a child's what may be another's."""
    new_code(jones.send(path, path))
    say(lost.conversation.id, "hope_later", "to be a vet")
    store.conversations.change(lost.conversation.id, state=State.STOPPED)
    record = jones.get(f"{LIST}/{lost.conversation.id}").text
    assert record.count("Said or changed after Mx Jones made a new code on") == 1
    assert record.index("to be a vet") < record.index("Said or changed after Mx Jones")


OVER = {State.FINISHED: "is finished", State.WITHDRAWN: "has taken this back"}


@pytest.mark.parametrize("state", OVER)
def test_a_conversation_that_is_over_gets_none(jones, store, lost, path, state):
    """Above all not one that its owner has taken back from staff; nothing of it changes."""
    store.conversations.change(lost.conversation.id, state=state)
    refused = jones.get(path)
    assert refused.status_code == 409
    assert OVER[state] in refused.text
    assert jones.send(LIST, path).status_code == 409
    assert path not in jones.get(LIST).text
    assert store.conversations.of_code(lost.resume_code) == lost.conversation.id


def test_nobody_gets_one_for_a_conversation_that_is_gone(jones, store, lost, path):
    """Erased is erased."""
    store.conversations.erase(lost.conversation.id)
    assert jones.get(path).status_code == jones.send(LIST, path).status_code == 404


def test_it_is_offered_in_the_list_and_beside_an_invitation(jones, store, lost, path):
    """Wherever a conversation that goes on stands."""
    review = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, called="Robin")
    invitation = store.invitations.make(review.id, Audience.CHILD_PRIMARY, "jones").invitation
    store.invitations.opened(invitation.id, lost.conversation.id)
    assert f'href="{path}"' in jones.get(LIST).text
    assert f'href="{path}"' in jones.get(f"/portal/reviews/{review.id}").text


def test_an_administrator_gets_none(app, store, lost, path):
    """Who needs nobody's words needs no way to them either."""
    root = Browser(app)
    root.enter("root")
    assert root.get(path).status_code == root.send("/portal/account", path).status_code == 403
    assert store.conversations.of_code(lost.resume_code) == lost.conversation.id


def test_one_member_of_staff_cannot_make_codes_without_end(jones, store, lost, path, monkeypatch):
    """Enough for a class; then they wait, and the last code stays."""
    monkeypatch.setattr("web.staff_codes.CODES", Kept("new codes", 1, 3600))
    code = new_code(jones.send(path, path))
    assert jones.send(path, path).status_code == 429
    assert store.conversations.of_code(code) == lost.conversation.id
