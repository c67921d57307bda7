"""A person's rights over their own answers, for each audience: who has read them, until when, and taking them back."""

import re
from datetime import datetime, timedelta

import pytest

from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.exports import FORMATS
from records.exports.labels import day
from records.retention import after
from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser

API = "/api/v1"
COOKIE = "mysay"


@pytest.fixture
def own(app, store, say):
    """Somebody of an audience who has finished, at their own device."""

    class Own:
        """Looks at their own pages, and presses buttons there."""

        def __init__(self, audience=Audience.YOUNG_TEEN, state=State.FINISHED):
            opened = store.conversations.open(audience, Purpose.ANNUAL_REVIEW, called="Sam")
            self.id, self.audience = opened.conversation.id, audience
            say(self.id, "important_people", "My nan")
            store.conversations.change(self.id, state=state)
            self.bearer = {"Authorization": f"Bearer {opened.token}"}
            self._client = app.test_client()

        def page(self, path="review"):
            return self._client.get(f"/talk/{self.id}/{path}", headers=self.bearer)

        def press(self, do):
            return self._client.post(f"/talk/{self.id}/sharing", data={"do": do}, headers=self.bearer)

        def patch(self, **fields):
            return self._client.patch(f"{API}/conversations/{self.id}", json=fields, headers=self.bearer)

        @property
        def state(self):
            return store.conversations.find(self.id).state

    return Own


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("path", ["review", "copy"])
def test_each_audience_reads_who_has_read_it(own, jones, bank, audience, path):
    """Before anybody has, that too is said; then the name, what, and when, in words for this audience."""
    sam = own(audience)
    assert bank.text("readers_none", audience) in sam.page(path).text
    jones.get(f"/portal/records/{sam.id}")
    jones.get(f"/portal/records/{sam.id}/file?format=csv")
    page = sam.page(path).text
    assert bank.text("readers_heading", audience) in page
    for did in ("readers_read", "readers_took"):
        assert bank.text(did, audience).replace("{who}", "Mx Jones").replace("{day}", "today") in page


@pytest.mark.parametrize(("ago", "told"), [(0, "today"), (1, "yesterday"), (3, "on {weekday}"), (30, "on {date}")])
def test_a_day_is_told_as_people_tell_it(own, jones, monkeypatch, ago, told):
    """Today, yesterday, the day of the week, and later the date."""
    sam = own()
    jones.get(f"/portal/records/{sam.id}")
    read = datetime.now().astimezone().replace(hour=12)  # at noon no change of clocks makes it another day
    later = read + timedelta(days=ago)
    monkeypatch.setattr("web.talk.rights.now", later.isoformat)
    when = told.replace("{weekday}", f"{read:%A}").replace("{date}", day(read.isoformat()))
    assert f"Mx Jones read this {when}." in sam.page().text


@pytest.mark.parametrize("audience", Audience)
def test_each_audience_reads_until_when_it_is_kept(own, store, bank, audience):
    """Twelve months after the last word; later where staff keep it for longer."""
    sam = own(audience)
    until = day(after(store.conversations.find(sam.id).changed, 12))
    assert bank.text("kept_until", audience).replace("{day}", until) in sam.page().text


def test_nothing_of_a_concern_is_told(own, app, store, say, people):
    """A lead reads the concern and the record: whoever holds the tablet learns of neither."""
    sam = own()
    say(sam.id, "feel_safe", "he hits me", concern=Level.URGENT)
    ali = Browser(app)
    ali.enter("ali")
    ali.get(f"/portal/concerns/{store.concerns.newest()[0].id}")
    ali.get(f"/portal/records/{sam.id}")
    page = sam.page().text
    assert "Mx Ali" not in page
    assert "he hits me" not in page


@pytest.mark.parametrize("audience", Audience)
def test_each_audience_takes_it_back_and_shares_it_again(own, bank, audience):
    """With one button, which says in their words what it does; the person still has it all."""
    sam = own(audience)
    assert bank.text("take_back_told", audience) in sam.page().text
    sam.press("take_back")
    assert bank.text("taken_back", audience) in sam.page().text
    assert "My nan" in sam.page("copy").text
    sam.press("share_again")
    assert bank.text("take_back", audience) in sam.page().text


@pytest.mark.parametrize("state", [State.FINISHED, State.STOPPED])
def test_what_is_taken_back_is_closed_to_staff_at_once(own, jones, store, state):
    """The page, every file and the list; shared again, it stands as it stood before."""
    sam = own(state=state)
    assert sam.press("take_back").status_code == 303
    record = f"/portal/records/{sam.id}"
    closed = [jones.get(record), *(jones.get(f"{record}/file?format={name}") for name in FORMATS)]
    assert {reply.status_code for reply in closed} == {409}
    assert "The person has taken this back" in closed[0].text
    assert sam.id not in jones.get("/portal/records").text
    sam.press("share_again")
    assert sam.state is state
    assert jones.get(record).status_code == 200
    did = [(entry.who, entry.did) for entry in store.audit.newest(sam.id)]
    assert ("participant", "took the record back") in did
    assert ("participant", "shared the record again") in did


def test_a_program_takes_it_back_and_shares_it_again(own, client, people, store):
    """`withdrawn` by PATCH: a 409 for staff, whatever they ask for; nothing more can be said until it is open again."""
    sam = own()
    assert sam.patch(state="withdrawn").json["state"] == "withdrawn"
    token = client.post(f"{API}/staff/login", json={"username": "jones", "password": PASSWORD}).json["token"]
    refused = client.get(f"{API}/records/{sam.id}", headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/withdrawn")
    said = {"message_id": "5f0c7a52-0000-4000-8000-000000000001", "text": "more"}
    path = f"{API}/conversations/{sam.id}/messages"
    assert client.post(path, json=said, headers=sam.bearer).json["type"] == "/problems/finished"
    assert sam.patch(state="finished").json["state"] == "finished"
    assert [entry.did for entry in store.audit.newest(sam.id)][:2] == [
        "shared the record again",
        "took the record back",
    ]


def test_a_program_of_theirs_asks_who_has_read_it(own, jones, client, store):
    """With the day on which it goes; another's is closed."""
    sam, robin = own(), own()
    jones.get(f"/portal/records/{sam.id}")
    path = f"{API}/conversations/{sam.id}/readers"
    told = client.get(path, headers=sam.bearer).json
    assert [(look["name"], look["did"]) for look in told["readers"]] == [("Mx Jones", "read")]
    assert told["kept_until"] == after(store.conversations.find(sam.id).changed, 12)
    assert client.get(path, headers=robin.bearer).status_code == 403


def test_what_nobody_may_read_yet_has_nothing_to_take_back(own):
    """While somebody is still talking there is no such button, and pressing it all the same changes nothing."""
    sam = own(state=State.ASKING)
    assert 'value="take_back"' not in sam.page().text
    sam.press("take_back")
    sam.press("share_again")
    assert sam.state is State.ASKING


def test_an_answer_is_put_back_into_what_is_taken_back(own, store):
    """Removing an answer, choosing who sees it, and the rest of the page work as before, and share nothing."""
    sam = own()
    sam.press("take_back")
    page = sam._client.post(f"/talk/{sam.id}/review", headers=sam.bearer, data={
        "do": "share", "question_id": "important_people", "share": "private"})  # fmt: skip
    assert page.status_code == 303
    assert sam.state is State.WITHDRAWN


@pytest.mark.parametrize("do", ["", "sell"])
def test_a_button_that_is_none_does_nothing(own, do):
    """It is refused."""
    sam = own()
    assert sam.press(do).status_code == 422
    assert sam.state is State.FINISHED


def test_nobody_takes_back_what_is_another_s(own, app):
    """Another person's token is refused, and so is none."""
    sam, robin = own(), own()
    path = f"/talk/{sam.id}/sharing"
    client = app.test_client()
    assert client.post(path, data={"do": "take_back"}, headers=robin.bearer).status_code == 403
    assert client.post(path, data={"do": "take_back"}).status_code == 401
    assert sam.state is State.FINISHED
    assert not re.search("My nan", client.get(f"/talk/{sam.id}/review", headers=robin.bearer).text)
