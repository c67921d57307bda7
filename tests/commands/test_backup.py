"""`mysay backup` and `mysay restore`, as an operator types them: all comes back, and what was erased goes again."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from commands.backing_up import name_of
from mysay import main
from operating.settings import ROOT
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose
from records.database import Refused
from records.message import Input, Said
from records.rotation import rotate
from records.store import Store
from tests.postgres import TEMPLATE

RARE = "quillonius-narwhal"
KEY = "ab" * 32


@pytest.fixture
def mysay(tmp_path, monkeypatch):
    """Runs `mysay` on the home named; what it printed, once it ended as expected."""
    for name in ("MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND", "MYSAY_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)

    def run(home, *arguments, ends=0):
        monkeypatch.setenv("MYSAY_HOME", str(tmp_path / home))
        done = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert done.exit_code == ends, done.output
        return done.output

    return run


@pytest.fixture
def keys(mysay, tmp_path):
    """The private key of backups, and a file with the public one."""
    private, public = tmp_path / "private", tmp_path / "public"
    public.write_text(mysay("home", "key", "backups", private).splitlines()[-1])
    return SimpleNamespace(private=private, public=public)


@pytest.fixture
def home(tmp_path):
    """A home with three conversations, one of them with a voice; the codes that lead back to them."""
    folder = tmp_path / "home"
    codes = []
    with closing(Store(folder / "mysay.db")) as store:
        store.migrate()
        for number in range(3):
            talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=f"{RARE} {number}")
            _answer(store, talk.conversation.id, f"{RARE} said {number}", Input.SPOKEN)
            store.recordings.keep(talk.conversation.id, "1", b"RIFF a voice")
            codes.append(talk.resume_code)
        store.templates.add("Plan", b"a Word file", "jones")
    (folder / "certificate").mkdir()
    (folder / "certificate" / "mysay-ca.key").write_text("a private key of ours")
    return SimpleNamespace(folder=folder, codes=codes)


def _answer(store, conversation_id, words, kind=Input.TYPED):
    message = store.messages.keep(conversation_id, Said("1", "q", words, input=kind))
    store.answers.asked(conversation_id, "q", "What do you like?")
    store.answers.keep(conversation_id, "q", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)


def backed_up(mysay, keys, tmp_path, *more):
    """A backup in `backups`, checked."""
    said = mysay("home", "backup", tmp_path / "backups", "--recipients", keys.public, "--identity", keys.private, *more)
    assert "Opened again" in said
    return max((tmp_path / "backups").glob("mysay-2*.age"))


def words(path, key=""):
    """What each conversation holds now, by the name of its person."""
    with closing(Store(path, key)) as store:
        return {
            talk.called: [answer.words for answer in store.answers.of(talk.id)] for talk in store.conversations.newest()
        }


def holding(folder):
    """Files in which a word of theirs can be read."""
    return [path.name for path in folder.rglob("*") if path.is_file() and RARE.encode() in path.read_bytes()]


EVERYTHING = {f"{RARE} {number}": [f"{RARE} said {number}"] for number in range(3)}


def test_everything_comes_back_on_an_empty_machine(mysay, keys, home, tmp_path):
    """The words, the voices, the templates, the codes that people keep, the key that signs, the certificate."""
    file = backed_up(mysay, keys, tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    assert holding(tmp_path / "backups") == []
    said = mysay("new", "restore", file, "--identity", keys.private)
    assert "3 conversations, 3 messages" in said
    assert words(tmp_path / "new" / "mysay.db") == EVERYTHING
    with closing(Store(tmp_path / "new" / "mysay.db")) as store:
        (first, *_) = [store.conversations.of_code(code) for code in home.codes]
        assert store.recordings.find(first, "q") == b"RIFF a voice"
        assert [template.name for template in store.templates.all()] == ["Plan"]
        assert store.audit.newest()[0].did == "restored a backup"
    for name in ("secret_key", "certificate/mysay-ca.key"):
        assert (tmp_path / "new" / name).read_text() == (home.folder / name).read_text()
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "mysay.db", "secret_key", "certificate", "restored-settings.txt"
    }  # fmt: skip


def test_what_was_erased_since_the_backup_is_erased_again(mysay, keys, home, tmp_path):
    """A conversation, an answer and a voice; by the list beside the backups, which is brought up to date often."""
    file = backed_up(mysay, keys, tmp_path)
    with closing(Store(home.folder / "mysay.db")) as store:
        gone, emptied, quiet = (store.conversations.of_code(code) for code in home.codes)
        store.conversations.erase(gone)
        store.answers.withdraw(emptied, "q")
        store.recordings.remove(quiet, "q")
    assert "names 3" in mysay("home", "backup", tmp_path / "backups", "--erased-only")
    said = mysay("new", "restore", file, "--identity", keys.private)
    assert "erased again now: 3" in said
    assert words(tmp_path / "new" / "mysay.db") == {f"{RARE} 1": [None], f"{RARE} 2": [f"{RARE} said 2"]}
    with closing(Store(tmp_path / "new" / "mysay.db")) as store:
        assert store.recordings.of(quiet) == frozenset()
        assert [entry.did for entry in store.audit.newest(gone)] == ["erased"]
        assert len(store.erasures.all()) == 3
    assert f"{RARE} said 0".encode() not in (tmp_path / "new" / "mysay.db").read_bytes()


def test_a_list_from_elsewhere_counts_too(mysay, keys, home, tmp_path):
    """Where the list beside the backups was lost, one that was kept elsewhere is named; without any, that is said."""
    file = backed_up(mysay, keys, tmp_path)
    with closing(Store(home.folder / "mysay.db")) as store:
        store.conversations.erase(store.conversations.of_code(home.codes[0]))
    mysay("home", "backup", tmp_path / "elsewhere", "--erased-only")
    (tmp_path / "backups" / "erased.txt").unlink()
    assert "comes back" in mysay("old", "restore", file, "--identity", keys.private)
    assert len(words(tmp_path / "old" / "mysay.db")) == 3
    listed = tmp_path / "elsewhere" / "erased.txt"
    mysay("new", "restore", file, "--identity", keys.private, "--erased", listed)
    assert len(words(tmp_path / "new" / "mysay.db")) == 2
    listed.write_text("no erasure at all\n")
    said = mysay("third", "restore", file, "--identity", keys.private, "--erased", listed, ends=2)
    assert "line 1" in said
    assert not (tmp_path / "third" / "mysay.db").exists()


def test_a_database_that_is_there_is_not_lost_by_mistake(mysay, keys, home, tmp_path):
    """It takes a clear word; then what had been erased in it stays erased."""
    file = backed_up(mysay, keys, tmp_path)
    with closing(Store(home.folder / "mysay.db")) as store:
        store.conversations.erase(store.conversations.of_code(home.codes[0]))
        store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called="new since then")
    assert "--replace-everything" in mysay("home", "restore", file, "--identity", keys.private, ends=2)
    assert "new since then" in words(home.folder / "mysay.db")
    mysay("home", "restore", file, "--identity", keys.private, "--replace-everything")
    assert set(words(home.folder / "mysay.db")) == {f"{RARE} 1", f"{RARE} 2"}


def test_nothing_is_put_back_while_mysay_runs(mysay, keys, home, tmp_path):
    """Whoever serves goes on with the database that is there."""
    file = backed_up(mysay, keys, tmp_path)
    with closing(Store(home.folder / "mysay.db")) as store:
        store.conversations.newest()
        said = mysay("home", "restore", file, "--identity", keys.private, "--replace-everything", ends=2)
        assert "stop it first" in said
    assert words(home.folder / "mysay.db") == EVERYTHING


def test_an_encrypted_database_comes_back_encrypted(mysay, keys, home, tmp_path, monkeypatch):
    """With the key of the new machine, whichever that is; nothing on either disk can be read."""
    (tmp_path / "key").write_text(KEY)
    (tmp_path / "key").chmod(0o600)
    rotate(home.folder / "mysay.db", "", KEY)
    monkeypatch.setenv("MYSAY_DATABASE_KEY_FILE", str(tmp_path / "key"))
    file = backed_up(mysay, keys, tmp_path)
    (tmp_path / "key").write_text("cd" * 32)
    mysay("new", "restore", file, "--identity", keys.private)
    assert words(tmp_path / "new" / "mysay.db", "cd" * 32) == EVERYTHING
    assert holding(tmp_path) == []


@pytest.mark.process
def test_a_backup_is_of_one_moment_while_others_write(mysay, keys, home, tmp_path):
    """Two rows that are written together are both in it, or neither."""
    script = """
import sys
from pathlib import Path
from records.conversation import Audience, Purpose
from records.database import Refused
from records.message import Said
from records.store import Store
from tests.postgres import TEMPLATE
store = Store(Path(sys.argv[1]))
print(flush=True)
while True:
    with store.transaction():
        talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called="pair").conversation.id
        store.messages.keep(talk, Said("1", words="pair"))
"""
    command = [sys.executable, "-c", script, str(home.folder / "mysay.db")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout.readline()
            files = [backed_up(mysay, keys, tmp_path)]
        finally:
            writer.kill()
    mysay("new", "restore", files[0], "--identity", keys.private)
    with closing(Store(tmp_path / "new" / "mysay.db")) as store:
        pairs = store.conversations.newest(search="pair", most=100_000)
        assert all(len(store.messages.of(talk.id)) == 1 for talk in pairs)


@pytest.mark.parametrize("harm", ["cut", "changed", "other key", "no backup"])
def test_what_is_no_whole_backup_changes_nothing(mysay, keys, home, tmp_path, harm):
    """It is said what is wrong, and nothing is left in the home."""
    file = backed_up(mysay, keys, tmp_path)
    whole = file.read_bytes()
    middle = len(whole) // 2
    private = keys.private
    if harm == "cut":
        file.write_bytes(whole[:middle])
    elif harm == "changed":
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    elif harm == "other key":
        private = tmp_path / "other"
        mysay("home", "key", "backups", private)
    elif harm == "no backup":
        file.write_bytes(b"what somebody else wrote")
    said = mysay("new", "restore", file, "--identity", private, ends=2)
    assert "Nothing was changed" in said
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {"secret_key"}


@pytest.mark.parametrize("missing", ["recipients", "folder"])
def test_a_backup_that_cannot_be_made_is_told(mysay, keys, home, tmp_path, missing):
    """Nobody to read it, or a folder that is a file: no half of one is left."""
    if missing == "recipients":
        assert "--recipients" in mysay("home", "backup", tmp_path / "backups", ends=2)
        assert list((tmp_path / "backups").iterdir()) == []
    else:
        (tmp_path / "a file").write_text("")
        mysay("home", "backup", tmp_path / "a file", "--recipients", keys.public, ends=2)
    assert {path.name for path in home.folder.iterdir()} <= {"mysay.db", "certificate", "secret_key"}


def test_old_backups_go_and_the_newest_stays(mysay, keys, home, tmp_path):
    """By the day in their names, however old the newest is; other files stay."""
    folder = tmp_path / "backups"
    folder.mkdir()
    today = datetime.now(timezone.utc)
    for days in (29, 31, 400):
        (folder / name_of(today - timedelta(days=days))).write_bytes(b"")
    (folder / "mysay-mine.age").write_bytes(b"")
    made = backed_up(mysay, keys, tmp_path, "--keep", "30")
    left = {path.name for path in folder.iterdir()}
    assert left == {made.name, name_of(today - timedelta(days=29)), "mysay-mine.age", "erased.txt"}


def test_what_a_backup_that_was_killed_left_goes(mysay, keys, home, tmp_path):
    """Its copy, whose key nobody has, a day later; the workshop of another that is at work stays."""
    for name, hours in ((".backup-old", 25), (".backup-at-work", 1)):
        (home.folder / name).mkdir()
        (home.folder / name / "snapshot").write_bytes(b"")
        then = time.time() - 3600 * hours
        os.utime(home.folder / name, (then, then))
    backed_up(mysay, keys, tmp_path)
    assert [path.name for path in home.folder.glob(".backup-*")] == [".backup-at-work"]


@pytest.mark.process
def test_a_sealed_private_key_needs_its_words(mysay, home, tmp_path):
    """From a file that nobody else can read."""
    phrase = tmp_path / "words"
    phrase.write_text("four words of ours")
    phrase.chmod(0o600)
    private, public = tmp_path / "private", tmp_path / "public"
    public.write_text(mysay("home", "key", "backups", private, "--passphrase-file", phrase).splitlines()[-1])
    mysay("home", "backup", tmp_path / "backups", "--recipients", public)
    file = max((tmp_path / "backups").glob("mysay-2*.age"))
    assert "sealed" in mysay("new", "restore", file, "--identity", private, ends=2)
    mysay("new", "restore", file, "--identity", private, "--passphrase-file", phrase)
    assert words(tmp_path / "new" / "mysay.db") == EVERYTHING


def test_a_postgresql_comes_back_too(mysay, keys, tmp_path, monkeypatch, postgres_server):
    """By its own programs, into another database; what was erased since goes again; nothing over what is there."""
    with ExitStack() as after:
        first, second = postgres_server.make("kept", TEMPLATE), postgres_server.make("empty")
        after.callback(postgres_server.drop, "kept")
        after.callback(postgres_server.drop, "empty")
        with closing(Store(first)) as store:
            talks = [store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=f"{RARE} {n}") for n in range(3)]
            for talk in talks:
                _answer(store, talk.conversation.id, f"{RARE} said")
            monkeypatch.setenv("MYSAY_DATABASE", first.address)
            file = backed_up(mysay, keys, tmp_path)
            store.conversations.erase(talks[0].conversation.id)
        mysay("home", "backup", tmp_path / "backups", "--erased-only")
        assert "--replace-everything" in mysay("new", "restore", file, "--identity", keys.private, ends=2)
        monkeypatch.setenv("MYSAY_DATABASE", second.address)
        assert "erased again now: 1" in mysay("new", "restore", file, "--identity", keys.private)
        assert holding(tmp_path) == []
        with closing(Store(second)) as store:
            assert {talk.called for talk in store.conversations.newest()} == {f"{RARE} 1", f"{RARE} 2"}
            assert store.conversations.of_code(talks[1].resume_code) == talks[1].conversation.id
            _answer(store, store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation.id, "and on")
            with pytest.raises(Refused):
                store._db.execute("delete from audit")
        monkeypatch.setenv("MYSAY_DATABASE", first.address)
        mysay("new", "restore", file, "--identity", keys.private, "--replace-everything")
        with closing(Store(first)) as store:
            assert {talk.called for talk in store.conversations.newest()} == {f"{RARE} 1", f"{RARE} 2"}
            assert "stop it first" in mysay(
                "new", "restore", file, "--identity", keys.private, "--replace-everything", ends=2
            )
        monkeypatch.delenv("MYSAY_DATABASE")
        assert "postgresql" in mysay("third", "restore", file, "--identity", keys.private, ends=2)
