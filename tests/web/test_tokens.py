"""The token of a browser as it talks: renewed with a reply, lost with one, copied, left lying for a week."""

import pytest

from records.conversation import Audience, Purpose
from records.devices import GRACE_SECONDS, IDLE_HOURS, RENEW_MINUTES, SETTLE_SECONDS
from tests.clock import Clock


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def opened(store):
    return store.conversations.open(Audience.CHILD_EARLY, Purpose.JUST_ME)


class Tablet:
    """A browser, whose cookies for the page can be copied."""

    def __init__(self, app, conversation_id):
        self.client, self.path = app.test_client(), f"/talk/{conversation_id}"

    @property
    def token(self):
        return self.client.get_cookie("mysay", path=self.path).value

    @token.setter
    def token(self, value):
        self.client.set_cookie("mysay", value, path=self.path)

    def look(self):
        return self.client.get(f"{self.path}/secret")


@pytest.fixture
def tablet(app, opened):
    """Somebody came back on it with their code, a quarter of an hour ago."""
    made = Tablet(app, opened.conversation.id)
    assert made.client.post("/resume", data={"code": opened.resume_code}).status_code == 303
    return made


@pytest.fixture
def gone_over(tablet, clock):
    """The token before, and the one that the tablet has now for good."""
    before = tablet.token
    clock.pass_by(minutes=RENEW_MINUTES, seconds=1)
    tablet.look()
    clock.pass_by(seconds=SETTLE_SECONDS + 1)
    tablet.look()
    clock.pass_by(seconds=GRACE_SECONDS + 1)
    return before, tablet.token


def test_a_browser_is_given_a_newer_token_for_page_api_and_speech(tablet, opened, clock):
    """With any reply, and out of the reach of scripts as before."""
    before = tablet.token
    assert "Set-Cookie" not in tablet.look().headers
    clock.pass_by(minutes=RENEW_MINUTES, seconds=1)
    cookies = [one for one in tablet.look().headers.getlist("Set-Cookie") if one.startswith("mysay=")]
    places = (f"/talk/{opened.conversation.id}", f"/api/v1/conversations/{opened.conversation.id}", "/api/v1/speech")
    assert len(cookies) == 3
    assert all(f"Path={place}" in "".join(cookies) for place in places)
    assert all("Secure; HttpOnly" in one and "SameSite=Strict" in one for one in cookies)
    assert tablet.token != before


def test_a_reply_that_is_lost_locks_nobody_out(app, tablet, opened, clock):
    """The server went over, the browser never heard of it: the old one is as good as ever, and leads to the same."""
    lost = Tablet(app, opened.conversation.id)
    lost.token = tablet.token
    clock.pass_by(minutes=RENEW_MINUTES, seconds=1)
    lost.look()
    clock.pass_by(hours=3)
    assert tablet.look().status_code == 200
    assert tablet.token == lost.token


def test_whoever_copied_a_token_ends_it_for_both(app, tablet, opened, gone_over):
    """The thief comes after the child, with the old one: each is asked for the code, and nothing said is gone."""
    thief = Tablet(app, opened.conversation.id)
    thief.token = gone_over[0]
    assert thief.look().status_code == 401
    told = tablet.look()
    assert told.status_code == 401
    assert 'href="/resume"' in told.text
    assert tablet.client.post("/resume", data={"code": opened.resume_code}).status_code == 303
    assert tablet.look().status_code == 200
    assert thief.look().status_code == 401


def test_a_thief_who_comes_first_is_shut_out_when_the_child_comes_back(app, tablet, opened, clock):
    """The thief's browser went over to the newer one; the child's still has the old one."""
    thief = Tablet(app, opened.conversation.id)
    thief.token = tablet.token
    for wait in (60 * RENEW_MINUTES + 1, SETTLE_SECONDS + 1, GRACE_SECONDS + 1):
        clock.pass_by(seconds=wait)
        assert thief.look().status_code == 200
    told = tablet.look()
    assert "it may be open on another tablet" in told.text
    assert thief.look().status_code == 401


def test_the_token_of_a_browser_is_worth_nothing_in_a_program(tablet, opened):
    """Only its cookie is taken, in which it changes: nobody keeps a copy at work in a header."""
    mine = {"Authorization": f"Bearer {tablet.token}"}
    assert tablet.client.get(f"/api/v1/conversations/{opened.conversation.id}", headers=mine).status_code == 401


def test_whoever_comes_back_the_next_week_is_led_to_their_code(tablet, opened, clock):
    """The page knows them, says that all is there, and opens with the code where it was."""
    clock.pass_by(days=7)
    told = tablet.look()
    assert told.status_code == 401
    assert "Welcome back! Everything you said is still here." in told.text
    assert 'action="/resume"' in told.text
    assert tablet.client.post("/resume", data={"code": opened.resume_code}).status_code == 303
    assert tablet.look().status_code == 200


def test_a_program_goes_on_with_the_token_that_it_was_given(app, opened, clock):
    """Day after day, without being told of another one; left alone for longer, it comes back by the code."""
    client, path = app.test_client(use_cookies=False), f"/api/v1/conversations/{opened.conversation.id}/answers"
    mine = {"Authorization": f"Bearer {opened.token}"}
    for _ in range(2):
        clock.pass_by(hours=IDLE_HOURS - 1)
        reply = client.get(path, headers=mine)
        assert reply.status_code == 200
        assert "Set-Cookie" not in reply.headers
    clock.pass_by(hours=IDLE_HOURS + 1)
    assert client.get(path, headers=mine).json["type"] == "/problems/resting"
    again = client.post("/api/v1/resume", json={"resume_code": opened.resume_code}).json
    assert client.get(path, headers={"Authorization": f"Bearer {again['token']}"}).status_code == 200


def test_erasing_one_conversation_leaves_the_other_of_the_same_tablet_its_voice(app, store, opened):
    """A parent who erases theirs takes their own cookies along, and not the one by which the child is read to."""
    client, child = app.test_client(), store.conversations.open(Audience.CHILD_EARLY, Purpose.ANNUAL_REVIEW)
    path = f"/talk/{opened.conversation.id}"
    for code in (opened.resume_code, child.resume_code):
        client.post("/resume", data={"code": code})
    assert client.post(f"{path}/erase").status_code == 200
    assert not client.get_cookie("mysay", path=path)
    assert client.get_cookie("mysay", path="/api/v1/speech")
