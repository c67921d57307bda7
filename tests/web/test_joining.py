"""Coming by an invitation, without an engine: what a code opens, what it does not, and that guessing is slow."""

from dataclasses import replace

import pytest

from operating.settings import Settings
from records.conversation import Audience, Purpose
from records.database import StoreUnavailable
from records.invitations import Standing
from records.staff import Role
from tests.web.conftest import NOWHERE
from web import create_app, talking
from web.starting import Prepared

START = "/api/v1/conversations"


@pytest.fixture(scope="module")
def whole_app(tmp_path_factory):
    """A MySay where nobody starts without an invitation, and the engine is away; reading the content takes a while."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home, secret_key="only for tests", engines=(NOWHERE,), open_access=False)
    return create_app(settings)


@pytest.fixture
def app(whole_app, store):
    """The same with an empty store, where nobody has guessed yet."""
    whole_app.extensions["mysay"] = replace(whole_app.extensions["mysay"], store=store)
    whole_app.extensions.pop("mysay_codes", None)
    return whole_app


@pytest.fixture
def client(app):
    made = app.test_client()
    made.environ_base = {**made.environ_base, "wsgi.url_scheme": "https"}
    return made


@pytest.fixture
def review(store):
    return store.reviews.add("jones", Purpose.ANNUAL_REVIEW, "R-17", called="Sam", year_group=5)


@pytest.fixture
def invited(store, review):
    return store.invitations.make(
        review.id, Audience.CHILD_PRIMARY, "jones", helper="Mr Bell", adjustments={"size": 1.5, "theme": "cream"}
    )


def problem(reply):
    return reply.status_code, reply.json["type"].removeprefix("/problems/")


def test_a_link_leads_on_without_the_code(client, invited):
    """The address that stays in the history holds none; the cookie that does is hidden from scripts and soon ends."""
    reply = client.get(f"/join/{invited.code}")
    assert (reply.status_code, reply.location) == (303, "/join")
    cookie = next(one for one in reply.headers.getlist("Set-Cookie") if one.startswith("mysay_join="))
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=3600"))


def test_all_that_was_prepared_is_there_from_the_first_page(client, invited, bank):
    """The words for that person, the name, who helps, and the adjustments."""
    page = client.get(f"/join/{invited.code}", follow_redirects=True).text
    assert bank.text("start_name", Audience.CHILD_PRIMARY) in page
    assert all(part in page for part in ('value="Sam"', 'value="Mr Bell"', 'data-size="1.5"', 'data-theme="cream"'))
    assert "checked" in page


def test_one_is_told_who_invites(client, store, invited, bank):
    """By the name that others see; where nobody of that name is there any more, it is left out."""
    link = f"/join/{invited.code}"
    assert bank.text("join_ready", Audience.CHILD_PRIMARY) in client.get(link, follow_redirects=True).text
    store.staff.add("jones", "Mrs <Jones>", Role.PRACTITIONER, "four words that none knows")
    assert "Mrs &lt;Jones&gt; has made this ready for you." in client.get(link, follow_redirects=True).text


def test_a_code_may_be_typed(client, invited):
    """As people type it, at an address that is easy to remember."""
    assert client.get("/join").status_code == 200
    typed = f" {invited.code.lower().replace('-', ' ')} "
    assert client.post("/join", data={"code": typed}, follow_redirects=True).text.count('value="Sam"') == 1


def test_a_code_to_begin_that_is_typed_where_one_comes_back_leads_on(client, invited):
    """The two look alike; nobody is turned away for mixing them up."""
    assert client.post("/resume", data={"code": invited.code}).location == "/join"


def test_looking_at_it_uses_nothing_up(client, store, invited):
    """A mail program that follows every link, or somebody who looks twice, takes it from nobody."""
    for _ in range(3):
        client.get(f"/join/{invited.code}", follow_redirects=True)
    assert store.invitations.find(invited.invitation.id).standing is Standing.INVITED


def test_adjustments_that_are_set_before_the_start_are_kept(client, invited):
    """Somebody who puts the size back gets it back, and comes back to their invitation."""
    client.get(f"/join/{invited.code}")
    assert 'href="/join"' in client.get("/adjust").text
    client.post("/adjust", data={"set": "size=1"})
    page = client.get("/join").text
    assert 'data-size="1"' in page
    assert 'data-theme="cream"' in page


def test_where_the_engine_is_away_the_invitation_can_be_used_later(client, store, invited):
    """Nothing is opened, nothing is left behind, and the code still counts."""
    client.get(f"/join/{invited.code}")
    assert client.post("/join", data={"called": "Sam"}).status_code == 503
    assert client.post(START, json={"invitation": invited.code}).status_code == 503
    assert store.invitations.find(invited.invitation.id).standing is Standing.INVITED
    assert store.conversations.newest() == []


def test_where_the_store_is_away_in_the_end_the_invitation_can_be_used_again(client, store, invited, monkeypatch):
    """Whoever was told to come again in a moment is not told then that somebody has used it."""

    def away(*_):
        raise StoreUnavailable("locked")

    with monkeypatch.context() as at_first:
        at_first.setattr(talking, "say", lambda *_: {"understood_as": "greet", "messages": []})
        at_first.setattr(store.invitations, "opened", away)
        assert problem(client.post(START, json={"invitation": invited.code})) == (503, "store_away")
    assert store.invitations.find(invited.invitation.id).standing is Standing.INVITED


def test_where_another_came_by_it_meanwhile_nothing_is_left_of_this_one(client, store, invited, monkeypatch):
    """Opening took so long that the invitation was free again; the one who was quicker keeps what they have."""
    first = store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW).conversation

    def slowly(*_):
        store.invitations.opened(invited.invitation.id, first.id)
        return {"understood_as": "greet", "messages": []}

    monkeypatch.setattr(talking, "say", slowly)
    assert problem(client.post(START, json={"invitation": invited.code})) == (410, "invitation_used")
    assert store.conversations.newest() == [first]


@pytest.mark.parametrize("became", ["used", "expired", "withdrawn"])
def test_one_that_opens_nothing_any_more_says_why(client, store, invited, bank, became):
    """In the words for whom it was made, with what to do; programs are told 410."""
    if became == "expired":
        invited = store.invitations.make(invited.invitation.review_id, Audience.CHILD_PRIMARY, "jones", days=-1)
    else:
        {"used": store.invitations.claim, "withdrawn": store.invitations.withdraw}[became](invited.invitation.id)
    page = client.get(f"/join/{invited.code}")
    assert page.status_code == 410
    assert bank.text(f"join_{became}", Audience.CHILD_PRIMARY) in page.text
    assert 'href="/resume"' in page.text
    assert problem(client.post(START, json={"invitation": invited.code})) == (410, f"invitation_{became}")


def test_one_that_is_withdrawn_while_its_page_is_open_opens_nothing(client, store, invited):
    """The button says so."""
    client.get(f"/join/{invited.code}")
    store.invitations.withdraw(invited.invitation.id)
    assert client.post("/join", data={"called": "Sam"}).status_code == 410


def test_codes_cannot_be_guessed(client, invited):
    """Of fifty guesses ten are looked at; then even the right code waits, on the page and for programs alike."""
    told = [client.get(f"/join/AAAA-{number:04}").status_code for number in range(50)]
    assert told == [404] * 10 + [429] * 40
    assert client.get(f"/join/{invited.code}").status_code == 429
    held = client.post(START, json={"invitation": invited.code})
    assert held.status_code == 429
    assert 0 < int(held.headers["Retry-After"]) <= 300


@pytest.mark.parametrize("code", ["AAAA-AAAA", "' or 1=1 --", "\x00", "x" * 100])
def test_a_code_that_is_none_is_told(client, code):
    """Beside the box, and as a problem document."""
    assert client.post("/join", data={"code": code}).status_code == 404
    assert problem(client.post(START, json={"invitation": code}))[0] in {404, 422}


@pytest.mark.parametrize("fields", [{"audience": "parent"}, {"audience": "parent", "invitation": ""}, {}])
def test_without_an_invitation_the_door_is_closed(client, fields):
    """Where it is not open to all."""
    assert client.post(START, json=fields).status_code in {403, 422}


@pytest.mark.parametrize("code", [5, ["AAAA-AAAA"], {"a": 1}, True])
def test_an_invitation_is_a_text(client, code):
    """Anything else is a 422."""
    assert problem(client.post(START, json={"invitation": code})) == (422, "wrong_fields")


def test_while_it_is_busy_the_form_comes_back_and_the_invitation_is_not_used(client, app, store, invited, monkeypatch):
    """It sends itself when it may, and opens then."""
    client.get(f"/join/{invited.code}")
    monkeypatch.setattr(type(app.extensions["mysay"].turns), "busy_seconds", lambda *_: 5)
    page = client.post("/join", data={"called": "Sammy"})
    assert page.status_code == 503
    assert "Many people are talking here just now" in page.text
    assert "data-again" in page.text
    assert 'value="Sammy"' in page.text
    assert store.invitations.of_code(invited.code).standing is Standing.INVITED


def test_nobody_else_gives_questions(client, invited):
    """They are the practitioner's alone."""
    assert client.post(START, json={"invitation": invited.code, "questions": ["Hm?"]}).status_code in {422, 503}
    assert client.post(START, json={"audience": "parent", "questions": ["Hm?"]}).status_code == 422


def test_a_person_may_be_called_otherwise_but_is_who_they_were_invited_as(client, store, invited, review):
    """Whom it is about, what for and in which words stand as they were prepared."""
    fields = Prepared(invited.invitation, review).fields(
        {"audience": "parent", "about": "R-99", "purpose": "just_me", "called": "Sammy", "adjustments": {"size": 1.0}}
    )
    assert (fields["audience"], fields["about"], fields["purpose"]) == ("child_primary", "R-17", "annual_review")
    assert (fields["called"], fields["helper"], fields["adjustments"]) == ("Sammy", "Mr Bell", {"theme": "cream"})
