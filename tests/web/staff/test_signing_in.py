"""The rules of signing in: guessing is slowed, owners are never shut out, sessions end."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
import sqlite_utils

from records.clock import later
from records.sessions import IDLE_MINUTES, SESSION_HOURS
from records.store import Store
from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser
from web.staff_tries import Door

LOGIN = "/api/v1/staff/login"


@pytest.fixture
def guess(client):
    """One try at a password from an address."""

    def guess(username="jones", typed="a guess", address="198.51.100.7"):
        fields = {"username": username, "password": typed}
        return client.post(LOGIN, json=fields, environ_base={"REMOTE_ADDR": address})

    return guess


@pytest.fixture
def hashes(store, monkeypatch):
    """Every hash that is made for a sign-in, in order."""
    made, real = [], store.staff._hasher.verify
    monkeypatch.setattr(store.staff, "_hasher", Counting(store.staff._hasher, made, real))
    return made


class Counting:
    """The real hasher, and a note of what it was asked."""

    def __init__(self, hasher, made, verify):
        self.hash, self._made, self._verify = hasher.hash, made, verify

    def verify(self, stored, password):
        self._made.append(re.match(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$", stored)[0])
        return self._verify(stored, password)


def test_as_much_work_is_done_whoever_is_asked_about(guess, hashes, store, people):
    """One hash at the same cost for a name that is there, one that is not, one removed and one without a password."""
    store.staff.add("kim", "Kim", people["jones"].role, None)
    store.staff.remove(people["root"])
    for username in ("jones", "nobody", "root", "kim", "JONES ", "' or 1=1 --"):
        hashes.clear()
        assert guess(username).status_code == 401
        assert len(hashes) == 1, username
    assert len(set(hashes)) == 1


def test_what_is_asked_of_the_store_is_the_same_too(guess, store, people, monkeypatch):
    """A wrong password causes the same statements for a name that is there and one that is not."""
    told, real = [], store.staff._db.query
    monkeypatch.setattr(store.staff._db, "query", lambda sql, **values: told.append(sql) or real(sql, **values))
    guess("jones")
    there = told.copy()
    told.clear()
    guess("nobody", address="198.51.100.8")
    assert told == there


def test_whom_tries_were_about_cannot_be_read(guess, people, tmp_path):
    """Every key that is kept is signed: from a plain digest, all addresses could be tried."""
    guess()
    guess("nobody")
    keys = [row["key"] for row in sqlite_utils.Database(tmp_path / "mysay.db")["failed_try"].rows]
    assert len(keys) == 6
    assert all(len(bytes.fromhex(key)) == 32 for key in keys)
    asked = [f"{name}{who}" for name in ("", "staff address ") for who in ("198.51.100.7", "198.51.100.7 jones")]
    assert not {sha256(text.encode()).hexdigest() for text in asked} & set(keys)


def test_a_thousand_tries_are_held_and_told_when_to_come_back(guess, people):
    """At one name from one address five are looked at; all others wait, the right password among them."""
    replies = [guess() for _ in range(1000)]
    assert [reply.status_code for reply in replies[:5]] == [401] * 5
    assert {reply.status_code for reply in replies[5:]} == {429}
    assert all(0 < int(reply.headers["Retry-After"]) <= 300 for reply in replies[5:])
    assert guess(typed=PASSWORD).status_code == 429


def test_all_processes_share_one_limit_and_it_outlives_a_restart(app, guess, store, people, tmp_path):
    """Another process on the same store, or the same one started again, counts on where the first left off."""
    for _ in range(3):
        assert guess().status_code == 401
    another = Store(tmp_path / "mysay.db")
    app.extensions["mysay"] = replace(app.extensions["mysay"], store=another)
    app.extensions.pop("mysay_door", None)
    assert [guess().status_code for _ in range(3)] == [401, 401, 429]
    app.extensions["mysay"] = replace(app.extensions["mysay"], store=store)
    assert guess(typed=PASSWORD).status_code == 429
    another.close()


def test_many_names_from_one_address_are_held(guess, people):
    """Whoever tries one password at many names is stopped after fifty."""
    statuses = [guess(f"name{number}").status_code for number in range(200)]
    assert statuses == [401] * 50 + [429] * 150


def test_many_addresses_at_one_name_are_held(guess, people):
    """Guessing from everywhere at once is stopped after fifty, and another name is not held up by it."""
    statuses = [guess(address=f"203.0.113.{number}").status_code for number in range(200)]
    assert statuses == [401] * 50 + [429] * 150
    assert guess("ali", PASSWORD, "203.0.114.77").status_code == 200


def test_nobody_can_keep_an_owner_from_their_own_device(app, guess, people):
    """On a device where they signed in before they are let in, while strangers guess at their name from its address."""
    owner = Browser(app, address="198.51.100.7")
    owner.enter("jones")
    owner.send("/portal/records", "/portal/sign-out")
    for _ in range(60):
        guess(address="198.51.100.7")
    for number in range(60):
        guess(address=f"203.0.113.{number}")
    assert guess(typed=PASSWORD).status_code == 429
    owner.enter("jones")
    assert owner.get("/portal/records").status_code == 200


def test_a_device_that_is_known_to_one_is_not_known_to_another(app, people):
    """Its mark helps only at the name that signed in with it, and is limited as well."""
    device = Browser(app)
    device.enter("ali")
    device.send("/portal/records", "/portal/sign-out")
    for _ in range(5):
        wrong = device.send("/portal/sign-in", "/portal/sign-in", username="ali", password="a guess")
        assert wrong.status_code == 401
    held = device.send("/portal/sign-in", "/portal/sign-in", username="ali", password=PASSWORD)
    assert held.status_code == 429


def test_the_mark_of_a_device_names_nobody(app, people):
    """The cookie is signed and holds no name; a made-up one counts for nothing."""
    device = Browser(app)
    device.enter("jones")
    mark = device.cookie("mysay_known", path="/portal")
    assert mark
    assert "jones" not in mark
    stranger = Browser(app)
    stranger.bring("mysay_known", mark[:-3] + "abc", path="/portal")
    stranger.enter("jones")


def test_a_flood_takes_not_every_thread(app, guess, people):
    """When several wait for a hash already, the next is told at once to come again, and the page stays quick."""
    door = app.extensions["mysay_door"] = Door()
    while door.waiting.acquire(blocking=False):
        pass
    held = guess(typed=PASSWORD)
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) <= 5


def test_a_session_ends_when_it_is_not_used(app, store, people):
    """After half an hour; each look at a page begins that half hour anew."""
    browser = Browser(app)
    browser.enter("jones")
    used(store, minutes_ago=IDLE_MINUTES - 1)
    assert browser.get("/portal/records").status_code == 200
    used(store, minutes_ago=IDLE_MINUTES - 1)
    assert browser.get("/portal/records").status_code == 200
    used(store, minutes_ago=IDLE_MINUTES + 1)
    assert browser.get("/portal/records").status_code == 302


def test_a_session_ends_in_any_case(app, store, people):
    """After eight hours, however much it is used."""
    browser = Browser(app)
    browser.enter("jones")
    (row,) = store.sessions._db.query("select began, expires from session")
    assert row["expires"] <= later(3600 * SESSION_HOURS)
    store.sessions._db.execute("update session set expires = :now", now=later(-1))
    assert browser.get("/portal/records").status_code == 302


def used(store, minutes_ago):
    """Let every session have been used so long ago."""
    store.sessions._db.execute("update session set seen = :at", at=later(-60 * minutes_ago))


def test_a_token_from_before_is_worth_nothing_after(app, people):
    """Whoever planted a session, or a form's secret, before somebody signed in has nothing of theirs."""
    browser = Browser(app)
    browser.bring("mysay_staff", "planted")
    planted = browser.secret("/portal/sign-in")
    browser.enter("jones")
    assert browser.cookie("mysay_staff") != "planted"
    assert browser.secret("/portal/records") != planted


def test_one_browser_holds_one_session(app, store, people):
    """Whoever signs in again in the same browser leaves no session behind."""
    browser = Browser(app)
    browser.enter("jones")
    first = browser.cookie("mysay_staff")
    sent = browser.get("/portal/account")
    assert sent.status_code == 200
    fields = {"username": "ali", "password": PASSWORD}
    assert browser.send("/portal/account", "/portal/sign-in", **fields).status_code == 303
    assert store.sessions.of(first) is None
    assert browser.get("/portal/concerns").status_code == 200


def test_a_role_that_changes_counts_at_once(app, store, people):
    """Whoever was removed, or came back as something else, has no session from before."""
    browser = Browser(app)
    browser.enter("jones")
    store.staff.remove(people["jones"])
    assert browser.get("/portal/records").status_code == 302
    store.staff.add("jones", "Mrs Jones", people["root"].role, PASSWORD, again=True)
    assert browser.get("/portal/records").status_code == 302
    browser.enter("jones")
    assert browser.get("/portal/records").status_code == 403
