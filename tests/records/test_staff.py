"""Staff, their passwords, sessions and second factors, as the store keeps them."""

from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest

from records.member import Role
from records.passwords import PasswordRefused, check_password
from records.second_factors import WRONG_AT_MOST
from records.sessions import Proof
from records.staff import UsernameTaken, WasRemoved
from records.store import Store

PASSWORD = "four words none knows"


@pytest.fixture
def jones(store):
    return store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)


def at_once(job, times=16):
    """The results of one job that several threads do at the same moment."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _: job(), range(times)))


@pytest.mark.parametrize(
    "password", ["correct horse battery", "a long enough password", "purple kettle on 9 stairs", "Zwölf Boxkämpfer",
                 "jones the purple kettle", "schooner on the lake", "passwords are for kettles"],
)  # fmt: skip
def test_long_passwords_of_several_words_will_do(password):
    """Nobody is asked for signs and figures."""
    check_password(password, "jones")


@pytest.mark.parametrize(
    "password", ["short", "password1234", "PasswordPassword", "passwordpassword!!", "qwertyuiop123", "123123123123",
                 "aaaaaaaaaaaaaa", "jonesjones12", "letmeinletmein", "SchoolSchool2026!", "x" * 300, "é" * 101,
                 "correct horse battery staple"],
)  # fmt: skip
def test_what_others_try_first_is_refused(password):
    """Too short, too long to be typed, few characters, a known one, one written twice, one's own name."""
    with pytest.raises(PasswordRefused):
        check_password(password, "jones")


def test_a_name_is_given_once_and_comes_back_only_as_the_same_person(store, jones):
    """Somebody who was removed keeps their name and their number."""
    with pytest.raises(UsernameTaken):
        store.staff.add("JONES", "Another", Role.PRACTITIONER, PASSWORD)
    store.staff.remove(jones)
    assert store.staff.everyone() == []
    with pytest.raises(WasRemoved):
        store.staff.add("jones", "Another", Role.PRACTITIONER, PASSWORD)
    again = store.staff.add("jones", "Mrs Jones-Lee", Role.ADMINISTRATOR, PASSWORD, again=True)
    assert (again.id, again.name, again.role) == (jones.id, "Mrs Jones-Lee", Role.ADMINISTRATOR)


def test_only_a_digest_of_a_token_is_kept(store, jones, raw):
    """Whoever reads the database has nobody's session."""
    token = store.sessions.open(jones.id, Proof.PASSWORD)
    assert token.encode() not in raw.everything()
    assert store.sessions.of(token).member == jones
    assert store.sessions.of(token[:-1]) is None
    assert store.sessions.of("") is None


def test_a_code_that_comes_from_two_places_at_once_counts_once(store, jones):
    """However many requests bring it in the same moment, one is let in."""
    (code, *_) = store.second_factors.set_up(jones.id, "sealed", step=100)
    assert at_once(lambda: store.second_factors.spend_step(jones.id, 101)).count(True) == 1
    assert not store.second_factors.spend_step(jones.id, 101)
    assert not store.second_factors.spend_step(jones.id, 100)
    assert at_once(lambda: store.second_factors.spend_code(jones.id, code)).count(True) == 1
    assert store.second_factors.of(jones.id).codes_left == 9


def test_many_tries_at_once_are_counted_each(store, jones):
    """Guessing in parallel gives no more tries; one that is right begins the count anew."""
    store.second_factors.set_up(jones.id, "sealed", step=100)
    assert at_once(lambda: store.second_factors.try_code(jones.id)).count(0) == WRONG_AT_MOST
    assert 0 < store.second_factors.try_code(jones.id) <= 15 * 60
    store.second_factors.spend_step(jones.id, 101)
    assert store.second_factors.try_code(jones.id) == 0


def test_recovery_codes_are_each_one_s_own(store, jones):
    """Another member's code opens nothing, and setting up anew makes the old ones worthless."""
    kim = store.staff.add("kim", "Kim", Role.PRACTITIONER, PASSWORD)
    (code, *_) = store.second_factors.set_up(jones.id, "sealed", step=1)
    store.second_factors.set_up(kim.id, "sealed", step=1)
    assert not store.second_factors.spend_code(kim.id, code)
    store.second_factors.set_up(jones.id, "sealed", step=2)
    assert not store.second_factors.spend_code(jones.id, code)
    assert not store.second_factors.spend_code(jones.id, "")


def test_a_sign_in_by_the_authority_comes_back_once_to_where_it_began(store):
    """A state is good for one browser, one time."""
    state, nonce = store.openid.begin("this browser", "verifier", "/portal/records")
    assert store.openid.come_back(state, "another browser") is None
    state, nonce = store.openid.begin("this browser", "verifier", "/portal/records")
    found = store.openid.come_back(state, "this browser")
    assert (found.nonce, found.verifier, found.target) == (nonce, "verifier", "/portal/records")
    assert store.openid.come_back(state, "this browser") is None


def test_staff_of_an_older_release_are_still_there(tmp_path):
    """The migration keeps who may sign in, and with which password; all sign in once more."""
    from sqlite_utils import Database as File

    from records.migrations import migrations

    file = File(tmp_path / "mysay.db")
    migrations.apply(file, stop_before="m008_second_factor")
    hashed = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    file["staff"].insert({"id": "1", "username": "jones", "name": "Mrs Jones", "role": "practitioner",
                          "password": hashed, "created": "2026-11-01"})  # fmt: skip
    file["session"].insert({"token": "old", "staff_id": "1", "expires": "2099-01-01"})
    file.conn.close()
    store = Store(tmp_path / "mysay.db")
    store.migrate()
    assert [member.username for member in store.staff.everyone()] == ["jones"]
    assert store.staff.check("jones", PASSWORD)
    assert store.sessions.of_member("1") == []
