"""`mysay staff`, as an operator types it."""

import pytest
from click.testing import CliRunner

from mysay import main
from records.sessions import Proof
from records.staff import Role
from records.store import Store

PASSWORD = "four words none knows"


@pytest.fixture
def mysay(tmp_path):
    """Types one command in an installation of its own; `typed` goes to standard input."""
    environment = {"MYSAY_HOME": str(tmp_path), "MYSAY_SECRET_KEY": "only for tests"}
    return lambda *words, typed="": CliRunner().invoke(main, ["staff", *words], input=typed, env=environment)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "mysay.db")


@pytest.fixture
def jones(mysay, store):
    added = mysay("add", "jones", "--name", "Mrs Jones", "--password-stdin", typed=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    return store.staff.find("jones")


def test_nobody_else_on_the_machine_can_read_what_is_kept(tmp_path, mysay, jones):
    """Nor the log of writes: both hold what was said."""
    with Store(tmp_path / "mysay.db").transaction():
        assert {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("mysay.db*")} == {
            "mysay.db": 0, "mysay.db-wal": 0, "mysay.db-shm": 0,
        }  # fmt: skip


def test_somebody_is_added_and_listed_with_how_they_sign_in(mysay, store, jones):
    """The list says the user name, the role, the name and each way in."""
    assert store.staff.check("jones", PASSWORD) == jones
    store.second_factors.set_up(jones.id, "sealed", 1)
    store.openid.link(jones, "u-1")
    mysay("add", "kim", "--role", "administrator", "--no-password")
    assert mysay("list").output.splitlines() == [
        "jones\tpractitioner\tMrs Jones\tpassword, code, authority",
        "kim\tadministrator\tkim\tno way to sign in yet",
    ]


def test_the_password_is_asked_for_twice_and_not_shown(mysay, store):
    """It stands on no command line and no screen."""
    added = mysay("add", "smith", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.exit_code == 0
    assert PASSWORD not in added.output
    assert store.staff.check("smith", PASSWORD)


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "at least 12"), ("passwordpassword1", "easily guessed"), ("x" * 300, "guessed|most")],
)
def test_a_password_that_will_not_do_is_refused(mysay, store, password, why):
    """It says why, and nobody is added."""
    refused = mysay("add", "smith", "--password-stdin", typed=f"{password}\n")
    assert refused.exit_code == 2
    assert any(part in refused.output for part in why.split("|"))
    assert mysay("list").output == ""


def test_whoever_is_removed_is_out_at_once_and_can_come_back(mysay, store, jones):
    """Signed out, unknown at sign-in, their second factor gone; the name is kept for the same person alone."""
    token = store.sessions.open(jones.id, Proof.PASSWORD)
    store.second_factors.set_up(jones.id, "sealed", 1)
    assert mysay("remove", "jones", typed="n\n").exit_code == 1
    assert store.sessions.of(token)
    removed = mysay("remove", "jones", typed="y\n")
    assert removed.exit_code == 0
    assert "Nobody is practitioner any more" in removed.output
    assert store.sessions.of(token) is None
    assert store.staff.check("jones", PASSWORD) is None
    assert store.second_factors.of(jones.id) is None
    assert "--again" in mysay("add", "Jones", "--password-stdin", typed=f"{PASSWORD}\n").output
    assert mysay("add", "jones", "--again", "--password-stdin", typed=f"{PASSWORD}\n").exit_code == 0
    assert store.staff.check("jones", PASSWORD).id == jones.id


def test_a_lost_telephone_is_taken_off_by_command(mysay, store, jones):
    """The code is asked for no more, and every session ends; the audit says that it was done here."""
    store.second_factors.set_up(jones.id, "sealed", 1)
    token = store.sessions.open(jones.id, Proof.CODE)
    assert "jones: took off a second factor" in mysay("reset", "jones", "--second-factor").output
    assert store.second_factors.of(jones.id) is None
    assert store.sessions.of(token) is None
    newest = store.audit.newest()[0]
    assert (newest.who, newest.did, newest.detail) == ("command line", "took off a second factor", "jones")
    assert "found no second factor" in mysay("reset", "jones", "--second-factor").output


def test_a_forgotten_password_is_set_anew(mysay, store, jones):
    """The old one no longer works, and every session ends; a poor one changes nothing."""
    token = store.sessions.open(jones.id, Proof.PASSWORD)
    assert mysay("reset", "jones", "--password-stdin", typed="short\n").exit_code == 2
    assert store.sessions.of(token)
    assert mysay("reset", "jones", "--password", typed="another four words\nanother four words\n").exit_code == 0
    assert store.staff.check("jones", PASSWORD) is None
    assert store.staff.check("jones", "another four words") == jones
    assert store.sessions.of(token) is None


def test_another_role_is_given_with_new_sessions(mysay, store, jones):
    """What they may do changes at once; no token from before is left."""
    token = store.sessions.open(jones.id, Proof.PASSWORD)
    assert mysay("role", "jones", "administrator").output == "jones: is now administrator\n"
    assert store.staff.find("jones").role is Role.ADMINISTRATOR
    assert store.sessions.of(token) is None
    assert mysay("role", "jones", "headteacher").exit_code == 2


def test_a_reference_of_the_authority_is_linked_to_one_person(mysay, store, jones):
    """It belongs to one person at a time, and can be taken back."""
    store.staff.add("kim", "Kim", Role.PRACTITIONER, None)
    assert mysay("link", "jones", "u-4711").exit_code == 0
    assert store.openid.linked("u-4711") == jones
    assert mysay("link", "kim", "u-4711").exit_code == 2
    assert mysay("link", "jones", "--off").exit_code == 0
    assert store.openid.linked("u-4711") is None


@pytest.mark.parametrize(
    "words", [("remove", "nobody", "--yes"), ("reset", "nobody", "--password"), ("link", "nobody", "x"),
              ("role", "nobody", "administrator"),
              ("reset", "jones"), ("link", "jones"), ("link", "jones", "x", "--off")],
)  # fmt: skip
def test_what_cannot_be_done_is_said(mysay, jones, words):
    """An unknown name, or nothing to do, ends with what to type instead."""
    said = mysay(*words)
    assert said.exit_code == 2
    assert "mysay staff list" in said.output or "--" in said.output
