"""The database encrypted: nothing of it can be read without the key, and a key that does not fit loses nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from operating.settings import ROOT
from records.conversation import Audience, Purpose
from records.database import Refused, StoreUnavailable
from records.encryption import KeyDoesNotFit, connect
from records.message import Said
from records.rotation import rotate
from records.store import Store

KEY, OTHER = "ab" * 32, "cd" * 32
pytestmark = pytest.mark.process
RARE = "quillonius-narwhal"

FILL = """
import sys
from pathlib import Path
from records.conversation import Audience, Purpose
from records.message import Said
from records.store import Store
store = Store(Path(sys.argv[1]), sys.argv[2])
store.migrate()
talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=sys.argv[3]).conversation
for number in range(20):
    store.messages.keep(talk.id, Said(str(number), words=f"{sys.argv[3]} {number}"))
"""

ROTATE = """
import sys
from pathlib import Path
from records.rotation import rotate
rotate(Path(sys.argv[1]), *sys.argv[2:])
"""

DIE = """
import os, signal, sys
from pathlib import Path
import records.copying, records.rotation
path, old, new, where, name = sys.argv[1:]
module = {"copying": records.copying, "rotation": records.rotation}[where]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if name == "replace":
    Path.replace = die
else:
    setattr(module, name, die)
records.rotation.rotate(Path(path), old, new)
"""


def python(script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs a script in a process of its own, as the commands are."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(params=["", KEY], ids=["plain", "encrypted"])
def kept(request, tmp_path):
    """A database that another process filled and left, and its key."""
    path = tmp_path / "mysay.db"
    done = python(FILL, str(path), request.param, RARE)
    assert done.returncode == 0, done.stderr
    return path, request.param


def words(path: Path, key: str) -> list[str]:
    """What is read with a key, in a process of its own."""
    store = Store(path, key)
    try:
        (talk,) = store.conversations.newest()
        return [str(message.said.words) for message in store.messages.of(talk.id)]
    finally:
        store.close()


def holding(folder: Path) -> list[str]:
    """The files in which the rare words can be read."""
    return [path.name for path in folder.rglob("*") if path.is_file() and RARE.encode() in path.read_bytes()]


SAID = [f"{RARE} {number}" for number in range(20)]


def test_no_file_holds_a_word_of_it(tmp_path):
    """Neither the database, nor its log of writes while it is open; and it is no SQLite file to anybody else."""
    store = Store(tmp_path / "mysay.db", KEY)
    store.migrate()
    talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=RARE).conversation
    store.messages.keep(talk.id, Said("1", words=RARE))
    assert (tmp_path / "mysay.db-wal").stat().st_size > 0
    assert holding(tmp_path) == []
    store.forget_traces()
    assert holding(tmp_path) == []
    assert not (tmp_path / "mysay.db").read_bytes().startswith(b"SQLite")
    assert [message.said.words for message in store.messages.of(talk.id)] == [RARE]


@pytest.mark.parametrize(
    ("made", "tried", "said"),
    [(KEY, OTHER, "another key"), (KEY, "", "no key is set"), ("", KEY, "mysay key rotate")],
)
def test_a_key_that_does_not_fit_is_told_and_changes_nothing(tmp_path, made, tried, said):
    """Which way it does not fit is said, without a key; with the right one everything is there."""
    path = tmp_path / "mysay.db"
    assert python(FILL, str(path), made, RARE).returncode == 0
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match=said) as told:
        Store(path, tried).migrate()
    assert (tried or KEY) not in str(told.value)
    assert path.read_bytes() == before
    assert words(path, made) == SAID


@pytest.mark.parametrize("made", ["", KEY])
def test_a_damaged_file_is_told(tmp_path, made):
    """What is no database is never taken for an empty one."""
    path = tmp_path / "mysay.db"
    path.write_bytes(os.urandom(8192))
    with pytest.raises(KeyDoesNotFit, match="damaged"):
        connect(path, made)
    assert path.stat().st_size == 8192


@pytest.mark.parametrize("wrong", ["ab", "zz" * 32, "AB" * 32, "ab" * 31 + "';"])
def test_what_is_no_key_is_refused(tmp_path, wrong):
    """Only 64 small hexadecimal digits ever come into a statement."""
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        connect(tmp_path / "mysay.db", wrong)


def test_another_key_takes_the_place_of_the_first(kept):
    """Everything is there with the new key and nothing with the old; nobody else may read the file."""
    path, old = kept
    assert rotate(path, old, OTHER)["message"] == len(SAID)
    with pytest.raises(StoreUnavailable):
        words(path, old)
    assert words(path, OTHER) == SAID
    assert holding(path.parent) == []
    assert path.stat().st_mode & 0o077 == 0


def test_what_counts_on_goes_on_after_a_rotation(kept):
    """Numbers are not given again, append-only tables stay so, and the tables are up to date."""
    path, old = kept
    rotate(path, old, OTHER)
    store = Store(path, OTHER)
    store.migrate()
    (talk,) = store.conversations.newest()
    assert store.messages.keep(talk.id, Said("next", words="more")).seq == len(SAID) + 1
    store.audit.note("jones", "viewed", talk.id)
    with pytest.raises(Refused):
        store._db.execute("delete from audit")


def test_nothing_is_rotated_while_somebody_has_it_open(kept):
    """Whoever serves keeps the old key, and nothing is left over."""
    path, old = kept
    store = Store(path, old)
    (talk,) = store.conversations.newest()
    tried = python(ROTATE, str(path), old, OTHER)
    assert "InUse" in tried.stderr
    assert store.messages.keep(talk.id, Said("next", words="more"))
    assert {file.name for file in path.parent.iterdir()} <= {"mysay.db", "mysay.db-wal", "mysay.db-shm"}


@pytest.mark.parametrize(
    ("where", "name", "stands"),
    [("copying", "_check", "old"), ("rotation", "replace", "old"), ("rotation", "on_disk", "new")],
)
def test_kill_9_leaves_the_old_or_the_new(kept, where, name, stands):
    """Wherever a rotation is cut off, one of the two keys opens everything, and saying it again ends it."""
    path, old = kept
    assert python(DIE, str(path), old, OTHER, where, name).returncode == -9
    key = {"old": old, "new": OTHER}[stands]
    assert words(path, key) == SAID
    if stands == "old":
        rotate(path, old, OTHER)
    assert words(path, OTHER) == SAID
    assert {file.name for file in path.parent.iterdir()} <= {"mysay.db", "mysay.db-wal", "mysay.db-shm"}
