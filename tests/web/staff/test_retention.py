"""What is soon to go, as staff see it."""

import pytest

from records.clock import later
from records.conversation import State
from tests.web.staff.visitor import Browser

DAY = 24 * 3600.0


@pytest.fixture
def soon(store, talk):
    """The conversation of Sam lay still for a year; notice is given."""
    store._db.execute("update conversation set changed = :then where id = :id", then=later(-400 * DAY), id=talk.id)
    store.retention.give_notice(12)
    return talk


@pytest.fixture
def choose(jones, soon):
    """Presses a button of the page."""

    def choose(choice, conversation_id=soon.id, **fields):
        return jones.send("/portal/kept", f"/portal/kept/{conversation_id}/{choice}", **fields)

    return choose


def test_what_goes_within_a_month_is_listed_without_words(jones, soon, unfinished):
    """Who, the day, and when the last word was; what is far from its day is not there."""
    page = jones.get("/portal/kept").text
    assert "<bdi>Sam</bdi>" in page
    assert "Erased on" in page
    assert "Robin" not in page
    assert "My nan" not in page


def test_an_empty_list_says_so(jones, talk):
    """Nothing is soon to go."""
    assert "Nothing is erased within 30 days." in jones.get("/portal/kept").text


def test_it_is_kept_for_longer_with_a_reason_and_that_is_taken_back(jones, choose, soon, store):
    """It moves to those that are kept, with who and why; the audit has the day, and not the reason."""
    assert choose("extended", months="6", reason="The <b>tribunal</b> is in May.").status_code == 303
    page = jones.get("/portal/kept").text
    assert "Nothing is erased within 30 days." in page
    assert "Mx Jones" in page
    assert "The &lt;b&gt;tribunal&lt;/b&gt; is in May." in page
    choose("undone")
    assert "Kept for longer" not in jones.get("/portal/kept").text
    entries = [(entry.who, entry.did) for entry in store.audit.newest(soon.id)]
    assert entries == [("jones", "took back how long a record is kept"), ("jones", "kept a record for longer")]
    assert not any("tribunal" in entry.detail for entry in store.audit.newest())


def test_it_is_let_go_and_that_is_taken_back(jones, choose, soon, store):
    """It stays in the list with who let it go; its day does not change."""
    day = store.conversations.find(soon.id).retain_until
    choose("let_go")
    assert "Mx Jones lets it go." in jones.get("/portal/kept").text
    choose("undone")
    assert "lets it go" not in jones.get("/portal/kept").text
    assert store.conversations.find(soon.id).retain_until == day


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"months": "6", "reason": "  "}, 422), ({"months": "7", "reason": "x"}, 422), ({}, 422),
     ({"months": "6", "reason": "x" * 501}, 413)],
)  # fmt: skip
def test_what_cannot_be_kept_comes_back_with_why(choose, soon, store, fields, status):
    """The form is open again with what was typed, and nothing has changed."""
    before = store.conversations.find(soon.id)
    reply = choose("extended", **fields)
    assert reply.status_code == status
    assert 'role="alert"' in reply.text
    assert store.conversations.find(soon.id) == before


def test_what_is_not_theirs_to_keep_is_not_there(choose, soon, unfinished, store):
    """Another's id, an act that is none, one without notice, and one that its owner has taken back."""
    assert choose("extended", "none", months="6", reason="x").status_code == 404
    assert choose("sold").status_code == 404
    assert choose("let_go", unfinished.id).status_code == 409
    store.conversations.change(soon.id, state=State.WITHDRAWN)
    assert choose("let_go").status_code == 404


def test_it_is_not_for_administrators(app, soon):
    """Who needs no names sees none."""
    browser = Browser(app)
    browser.enter("root")
    assert browser.get("/portal/kept").status_code == 403
