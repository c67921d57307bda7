"""Backups that nobody watches: tried by putting them back, told by the doctor, and on a disk that is full."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from commands import doctor, last_backup
from commands.backing_up import LIST, add_to_list
from mysay import main
from operating.backup_keys import make_identity
from operating.settings import ROOT
from records.erasures import Erasure, What, read_list
from records.rotation import rotate
from records.store import Store
from tests.faults.disk import files_at_most
from tests.records.cut_jobs import RARE, erase, fill, in_the_clear, talk, words
from tests.upgrade.old import VERSIONS, Old

KEY = "ab" * 32
EVERYTHING = {f"{RARE} {number}": [f"{RARE} said {number}"] for number in range(20)}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home with twenty people, keys, and `mysay` as it is typed there: what it printed, once it ended as expected."""
    for name in ("MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND", "MYSAY_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    fill(tmp_path / "home", 20, RARE)
    (tmp_path / "public").write_text(make_identity(tmp_path / "private"))
    backups, identity = tmp_path / "backups", ("--identity", tmp_path / "private")

    def mysay(*arguments, home="home", ends=0):
        env = {"MYSAY_HOME": str(tmp_path / home)}
        done = CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)
        assert done.exit_code == ends, done.output
        return done.output

    def backed_up(ends=0):
        said = mysay("backup", backups, "--recipients", tmp_path / "public", ends=ends)
        return max(backups.glob("mysay-2*.age")) if not ends else said

    return SimpleNamespace(folder=tmp_path, mysay=mysay, backed_up=backed_up, identity=identity, home=tmp_path / "home")


def names(folder):
    """What lies there, with whatever SQLite has beside its file at the moment."""
    return {path.name.removesuffix("-wal").removesuffix("-shm") for path in folder.iterdir()}


def test_a_backup_is_tried_while_mysay_runs_and_nothing_is_changed(place):
    """Put back in a folder of its own, counted and thrown away; a broken one is told."""
    file = place.backed_up()
    with closing(Store(place.home / "mysay.db")) as store:
        store.conversations.newest()
        before = names(place.home)
        assert "can be put back" in place.mysay("restore", file, *place.identity, "--check")
        assert names(place.home) == before
    assert "20 conversations" in place.mysay("restore", file, *place.identity, "--check", home="other")
    assert names(place.folder / "other") == {"secret_key"}
    assert words(place.home) == EVERYTHING
    file.write_bytes(file.read_bytes()[:-1])
    assert "Nothing was changed" in place.mysay("restore", file, *place.identity, "--check", ends=2)


def test_the_doctor_tells_how_old_the_last_backup_is(place, monkeypatch):
    """None where there is something to lose, an old one and a new one; administrators find it in the audit."""
    monkeypatch.setattr(doctor, "LOOKS", ())
    monkeypatch.setattr(doctor, "LOOKS_AT_A_PLACE", (last_backup.last_backup,))
    assert "no backup was ever made" in place.mysay("doctor", ends=1)
    file = place.backed_up()
    assert "0 hours ago" in place.mysay("doctor")
    monkeypatch.setattr(last_backup, "now", (datetime.now(timezone.utc) + timedelta(days=4, hours=1)).isoformat)
    said = place.mysay("doctor", ends=1)
    assert "4 days ago" in said
    assert "docs/operator.md" in said
    with closing(Store(place.home / "mysay.db")) as store:
        assert [(entry.did, entry.detail) for entry in store.audit.newest(most=1)] == [("made a backup", file.name)]
    assert "WRONG" not in place.mysay("doctor", home="empty")


def test_the_backup_of_another_school_is_refused(place, monkeypatch):
    """Into a school of that name, or into an installation of its own, it goes."""
    schools = place.folder / "schools.yml"
    schools.write_text("oak: {hosts: oak.example}\nelm: {hosts: elm.example}\n")
    place.mysay("staff", "list")
    (place.home / "schools").mkdir()
    fill(place.home / "schools" / "oak", 2, RARE)
    with monkeypatch.context() as many:
        many.setenv("MYSAY_SCHOOLS", str(schools))
        place.mysay("backup", place.folder / "backups", "--recipients", place.folder / "public", "--school", "oak")
        file = max((place.folder / "backups").glob("mysay-2*.age"))
        said = place.mysay("restore", file, *place.identity, "--school", "elm", ends=2)
        assert "of the school oak, not of elm" in said
        assert not (place.home / "schools" / "elm" / "mysay.db").exists()
        assert "can be put back" in place.mysay("restore", file, *place.identity, "--check", "--school", "oak")
    place.mysay("restore", file, *place.identity, home="alone")
    assert len(words(place.folder / "alone")) == 2


@pytest.mark.parametrize("version", VERSIONS)
def test_a_backup_of_an_older_version_comes_back_up_to_date(place, version):
    """Its tables are brought up to date before they are put in place; every code leads back."""
    old = Old.of(version)
    old.write(place.folder / "older" / "mysay.db")
    public = ("--recipients", place.folder / "public")
    place.mysay("backup", place.folder / "backups", *public, home="older")
    file = max((place.folder / "backups").glob("mysay-2*.age"))
    place.mysay("restore", file, *place.identity, home="new")
    with closing(Store(place.folder / "new" / "mysay.db")) as store:
        found = [store.conversations.of_code(was["resume_code"]) for was in old.people.values()]
        assert all(store.answers.of(conversation_id) for conversation_id in found)


@pytest.mark.parametrize("most", [0, 20_000, 100_000])
def test_on_a_full_disk_everything_is_as_it_was(place, most):
    """A backup, a restore and a first key are refused and leave nothing; once there is room, each works."""
    file = place.backed_up()
    place.mysay("key", "make", place.folder / "to")
    place.mysay("staff", "list", home="new")
    before = {folder: names(place.folder / folder) for folder in ("home", "new", "backups")}
    assert (place.home / "mysay.db").stat().st_size > most
    restore = ("restore", file, *place.identity, "--replace-everything")
    first_key = ("key", "rotate", "--to", place.folder / "to")
    with files_at_most(most, [os.getpid()]):
        assert "No backup was made" in place.backed_up(ends=2)
        assert "Nothing was changed" in place.mysay(*restore, home="new", ends=2)
        assert "Nothing was changed" in place.mysay(*first_key, ends=2)
    assert {folder: names(place.folder / folder) for folder in before} == before
    assert words(place.home) == EVERYTHING
    place.mysay(*restore, home="new")
    assert words(place.folder / "new") == EVERYTHING
    place.mysay(*first_key)
    assert words(place.home, (place.folder / "to").read_text().strip()) == EVERYTHING


def test_two_that_write_the_list_at_once_leave_it_whole(tmp_path):
    """Cron runs the nightly backup and the ten minutes' list at two o'clock both."""
    erased = [Erasure(f"2026-11-22T02:00:{number:02}", What.CONVERSATION, f"id{number}") for number in range(40)]

    def write(_):
        for _ in range(10):
            add_to_list(tmp_path, erased)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert read_list((tmp_path / LIST).read_text().splitlines()) == erased
    assert names(tmp_path) == {LIST}


EACH_IN_TURN = """
import json, os, sys
from mysay import main
for home, arguments in json.loads(sys.argv[1]):
    os.environ["MYSAY_HOME"] = home
    main(arguments, standalone_mode=False)
"""


@pytest.mark.process
def test_no_file_and_no_line_of_it_holds_a_word(place):
    """Of a database with a key: backup, trial, restore, another key leave nothing in the clear, and print nothing."""
    folder, home, new = place.folder, str(place.home), str(place.folder / "new")
    rotate(place.home / "mysay.db", "", KEY)
    for name in ("key", "to"):
        (folder / name).write_text(KEY if name == "key" else "cd" * 32)
        (folder / name).chmod(0o600)
    for name in ("tmp", "user"):
        (folder / name).mkdir()
    where = {"MYSAY_DATABASE_KEY_FILE": "key", "TMPDIR": "tmp", "HOME": "user"}
    identity, file = ["--identity", str(folder / "private")], str(folder / "backups" / "a.age")

    def typed(*each):
        env = {"PATH": "/usr/bin:/bin", **{name: str(folder / value) for name, value in where.items()}}
        command = [sys.executable, "-c", EACH_IN_TURN, json.dumps(each)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    said = typed((home, ["backup", str(folder / "backups"), "--recipients", str(folder / "public"), *identity]))
    max((folder / "backups").glob("mysay-2*.age")).rename(file)
    said += typed(
        (home, ["restore", file, *identity, "--check"]),
        (new, ["restore", file, *identity]),
        (home, ["key", "rotate", "--to", str(folder / "to")]),
    )
    assert "can be put back" in said
    assert "Encrypted anew" in said
    assert RARE not in said
    in_the_clear(folder)
    assert not any(path.is_file() for name in ("tmp", "user") for path in (folder / name).rglob("*"))


def test_what_was_erased_goes_from_a_postgresql_although_the_restore_was_cut_off(place, monkeypatch, postgres_server):
    """PostgreSQL has all of it at one stroke: whoever comes next erases again before anything else is done."""
    with postgres_server.database("cut_off") as server:
        monkeypatch.setenv("MYSAY_DATABASE", server.address)
        talk(server, 3, RARE)
        file = place.backed_up()
        erase(server, f"{RARE} 0")
        place.mysay("backup", place.folder / "backups", "--erased-only")
        with monkeypatch.context() as cut:
            cut.setattr("commands.restoring.erase_again", _cut_off)
            place.mysay("restore", file, *place.identity, "--replace-everything", ends=2)
        assert f"{RARE} 0" in words(server)
        assert "brought to its end" in place.mysay("staff", "list")
        assert set(words(server)) == {f"{RARE} 1", f"{RARE} 2"}
        assert "brought to its end" not in place.mysay("staff", "list")


def _cut_off(*_):
    raise OSError("the power went")
