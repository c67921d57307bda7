"""The safeguarding desk: what a lead sees and does about a concern, and how everybody else is refused."""

import re

import pytest

from operating.alerting import Alerting
from records.concerns import Level
from records.staff import Role
from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser

API = "/api/v1"


@pytest.fixture
def lead(app):
    """A lead at the desk."""
    browser = Browser(app)
    browser.enter("ali")
    return browser


@pytest.fixture
def other(app, store):
    """Another lead, at a browser of their own."""
    store.staff.add("jo", "Mx Jo", Role.SAFEGUARDING_LEAD, PASSWORD)
    browser = Browser(app)
    browser.enter("jo")
    return browser


@pytest.fixture
def concern(store, talk):
    """The page of the one concern."""
    return f"/portal/concerns/{store.concerns.newest()[0].id}"


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page.text)[1]


def does(browser, concern, did, **fields):
    """Fills in a form on the page as it is now, and sends it."""
    fields = {"seen": seen(browser.get(concern)), **fields}
    return browser.send(concern, f"{concern}/{did}", **fields)


def audited(store):
    return [(entry.who, entry.did) for entry in store.audit.newest()]


def test_the_page_has_the_words_the_person_and_who_was_told(lead, concern):
    """Exact words and time, the name to be called and the reference, and in plain words that nobody was alerted."""
    page = lead.get(concern).text
    assert "he hits me" in page
    assert "<bdi>Sam</bdi>" in page
    assert "<bdi>R-17</bdi>" in page
    assert "Year 5" in page
    assert "no alert is set up here" in page
    assert "Open the record" in page
    assert "My nan" not in page


def test_words_that_no_program_could_read_say_so(lead, store, talk):
    """The lead is asked to read them, and sees why; an ordinary concern says nothing of the kind."""
    message = next(message for message in store.messages.of(talk.id) if message.said.words)
    store.concerns.not_understood(message)
    store.concerns.not_understood(message)
    asked = {found.level: lead.get(f"/portal/concerns/{found.id}").text for found in store.concerns.newest()}
    assert "The program could not read these words" in asked[Level.WORRY]
    assert "My nan" in asked[Level.WORRY]
    assert "The program could not read these words" not in asked[Level.URGENT]


@pytest.fixture
def alerted(store, talk, monkeypatch):
    """Somebody is to be alerted; an alert has gone as it is said."""
    monkeypatch.setattr(Alerting, "configured", True)

    def alerted(went):
        alert = store.alerts.claim("email:lead@school.example", dict.fromkeys(Level, 0.0), 20) if went else None
        if went == "delivered":
            store.alerts.delivered(alert, to_lead=True)
        elif went:
            store.alerts.failed(alert, went, 60)

    return alerted


@pytest.mark.parametrize(
    ("went", "told"),
    [
        ("delivered", "lead@school.example, by e-mail, was told on "),
        ("SMTPRecipientsRefused 451", "tried once, and it did not take this address. It is tried again."),
        ("ConnectionRefusedError", "tried once, and it could not be reached."),
        (None, "An alert is on its way."),
    ],
)
def test_how_far_an_alert_has_come_is_said_in_plain_words(alerted, lead, concern, went, told):
    """Arrived, refused, not reached, or not tried yet."""
    alerted(went)
    assert told in lead.get(concern).text


def test_it_is_read_noted_closed_and_opened_again(lead, concern, store):
    """Each step stands on the page with who did it and their words; a note is shown as it was written."""
    assert lead.send(concern, f"{concern}/read").status_code == 303
    does(lead, concern, "noted", words="Rang <b>school</b>.")
    closed = does(lead, concern, "closed", ending="passed_on", words="They have it now.")
    page = lead.get(closed.location).text
    for told in ("read it", "Rang &lt;b&gt;school&lt;/b&gt;.", "closed it: Passed on", "They have it now.", "Undo"):
        assert told in page
    does(lead, concern, "reopened", words="")
    assert "opened it again" in lead.get(concern).text
    assert {did for who, did in audited(store) if who == "ali"} >= {
        "read a concern", "marked a concern as read", "wrote a note about a concern", "closed a concern",
        "opened a concern again",
    }  # fmt: skip


def test_who_is_handed_a_concern_finds_it_unread_on_top(lead, other, concern, store):
    """It says whose it is; until they have read it, whoever handed it over cannot mark it as read."""
    lead.send(concern, f"{concern}/read")
    jo = next(member.id for member in store.staff.everyone() if member.username == "jo")
    does(lead, concern, "handed", to=jo, words="I am away.")
    assert "With Mx Jo" in lead.get("/portal/concerns").text
    assert lead.send(concern, f"{concern}/read").status_code == 409
    page = other.get("/portal/concerns?state=unread").text
    assert "With you" in page
    assert "Mark as read" in page
    assert "I am away." in other.get(concern).text


def test_two_leads_at_once_see_what_the_other_did(lead, other, concern, store):
    """The second is told to look first, sees it, and has lost nothing of what they typed."""
    looked_at = seen(other.get(concern))
    does(lead, concern, "closed", ending="acted", words="Seen today.")
    late = does(other, concern, "closed", seen=looked_at, ending="nothing", words="It was a film, I think.")
    assert late.status_code == 409
    assert "Somebody else did something about this in between" in late.text
    assert "Seen today." in late.text
    assert store.concerns.newest()[0].ending == "acted"
    noted = does(other, concern, "noted", seen=looked_at, words="I rang home.")
    assert noted.status_code == 303


EMPTY, NO_ENDING, LONG, NOBODY = (
    ("noted", {"words": "  "}), ("closed", {"words": "Why"}), ("noted", {"words": "x" * 4_001}),
    ("handed", {"to": "nobody"}),
)  # fmt: skip


@pytest.mark.parametrize(("did", "fields"), [EMPTY, NO_ENDING, LONG, NOBODY])
def test_what_cannot_be_done_comes_back_with_why(lead, concern, store, did, fields):
    """The page says what is wrong, and nothing is kept."""
    reply = does(lead, concern, did, **fields)
    assert reply.status_code in {413, 422}
    assert 'role="alert"' in reply.text
    assert store.desk.steps(store.concerns.newest()[0].id) == []


@pytest.mark.parametrize("seen_", ["", "-1", "one", "9" * 30])
def test_a_form_that_is_none_does_nothing(lead, concern, seen_):
    """What a browser would never send is refused, never an error of ours."""
    assert does(lead, concern, "closed", seen=seen_, ending="acted", words="x").status_code == 422


def test_what_is_not_there_is_not_found(lead, concern):
    """An unknown concern, and an act that is none."""
    assert lead.get("/portal/concerns/none").status_code == 404
    assert does(lead, concern, "deleted").status_code == 404


def test_open_ones_are_listed_unless_others_are_asked_for(lead, concern, talk, store):
    """By where it stands, by either reference, and by name; nothing found is said, with a way back."""
    reference = store.concerns.newest()[0].id[:8]
    for search in ("sam", "r-17", talk.id[:8], reference.upper()):
        assert "he hits me" in lead.get(f"/portal/concerns?search={search}").text
    assert "Nothing found" in lead.get("/portal/concerns?search=robin").text
    does(lead, concern, "closed", ending="acted", words="Done.")
    assert "No open concerns" in lead.get("/portal/concerns").text
    assert "he hits me" in lead.get("/portal/concerns?state=closed").text


def test_the_bar_of_every_page_says_how_many_wait(lead, other, concern, store):
    """For whom they wait: what was handed over counts for its holder alone; read, it counts for nobody."""
    assert "Concerns (1 not read)" in lead.get("/portal/records").text
    ali = next(member.id for member in store.staff.everyone() if member.username == "ali")
    does(other, concern, "handed", to=ali)
    assert "not read)" not in other.get("/portal/records").text
    assert "Concerns (1 not read)" in lead.get("/portal/records").text
    lead.send(concern, f"{concern}/read")
    assert "not read)" not in lead.get("/portal/records").text


@pytest.mark.parametrize(("username", "first"), [("jones", "/portal/records"), ("root", "/portal/history")])
def test_nobody_else_sees_a_concern_and_that_they_asked_is_kept(app, concern, store, username, first):
    """A practitioner and an administrator are refused on the list, the page, its buttons and the API."""
    browser = Browser(app)
    browser.enter(username)
    refused = [browser.get("/portal/concerns"), browser.get(concern)]
    refused += [browser.send(first, f"{concern}/{did}", seen=0, words="x") for did in ("read", "noted")]
    assert [reply.status_code for reply in refused] == [403] * 4
    assert not any("he hits me" in reply.text for reply in refused)
    assert audited(store).count((username, "was refused a concern")) == 4


def test_the_audit_does_not_say_whose_concern_it_was(lead, concern, talk, store):
    """An administrator sees that a lead read a concern, by the concern's own reference alone."""
    lead.get("/portal/concerns")
    lead.get(concern)
    entries = [entry for entry in store.audit.newest() if "concern" in entry.did]
    assert {entry.conversation_id for entry in entries} == {None}
    assert all(concern.rpartition("/")[2][:8] in entry.detail for entry in entries)


def test_the_lead_can_still_find_the_person_once_the_conversation_is_erased(lead, concern, talk, store):
    """The words, the name to be called and the reference stay with the concern; the record is gone."""
    store.conversations.erase(talk.id)
    page = lead.get(concern).text
    for told in ("he hits me", "<bdi>Sam</bdi>", "<bdi>R-17</bdi>", "The conversation has been erased."):
        assert told in page
    assert "Open the record" not in page


@pytest.fixture
def api(client):
    """Calls as a program of the lead's."""
    token = client.post(f"{API}/staff/login", json={"username": "ali", "password": PASSWORD}).json["token"]

    def call(method, path, fields=None):
        return client.open(API + path, method=method, json=fields, headers={"Authorization": f"Bearer {token}"})

    return call


def test_a_program_of_the_lead_s_does_the_same(talk, api, store):
    """Listed by state, read with its story, closed with a reason; what was overtaken is a 409."""
    (one,) = api("get", "/concerns?state=unread").json["concerns"]
    assert (one["words"], one["whom"]["called"]) == ("he hits me", "Sam")
    path = f"/concerns/{one['id']}"
    assert api("post", f"{path}/steps", {"did": "noted", "words": "Rang.", "seen": 0}).status_code == 201
    closing = {"did": "closed", "words": "Done.", "ending": "acted", "seen": 0}
    assert api("post", f"{path}/steps", closing).json["type"] == "/problems/overtaken"
    told = api("post", f"{path}/steps", closing | {"seen": api("get", path).json["seen"]}).json
    assert [step["did"] for step in told["steps"]] == ["noted", "closed"]
    assert api("get", "/concerns?state=open").json["concerns"] == []


@pytest.mark.parametrize("fields", [[], {}, {"did": "deleted"}, {"did": "noted", "words": 5, "seen": 0}, {"did": []}])
def test_a_step_that_is_none_is_refused(talk, api, store, fields):
    """Anything else than what the description says is a 400 or a 422."""
    path = f"/concerns/{store.concerns.newest()[0].id}/steps"
    assert api("post", path, fields).status_code in {400, 422}
