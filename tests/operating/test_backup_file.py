"""A backup as a file: whole or refused, for its keys alone, and never all of it in memory."""

import itertools
import os
import resource

import pytest

from operating import backup_file
from operating.backup_file import BackupNotMade, check, write
from operating.backup_keys import KeyUnusable, make_identity, read_identities, read_recipients, read_words
from operating.backup_stream import BackupUnusable, read

PARTS = [("database/00000", os.urandom(100_000)), ("database/00001", b""), ("secret_key", b"rare-narwhal")]


@pytest.fixture
def keys(tmp_path):
    """A private key in a file, and the public one in another."""
    public = make_identity(tmp_path / "private")
    (tmp_path / "public").write_text(f"# ours\n{public}\n")
    return read_identities(tmp_path / "private"), read_recipients(tmp_path / "public")


@pytest.fixture
def backup(tmp_path, keys):
    """A small backup."""
    write(tmp_path / "a.age", PARTS, lambda: {"at": "now"}, keys[1])
    return tmp_path / "a.age"


def test_what_goes_in_comes_out(backup, keys):
    """Part by part, with a manifest that says what each is; nobody reads a word of it from outside."""
    assert [part for part in read(backup, keys[0]) if part[0] != "manifest.json"] == PARTS
    manifest = check(backup, keys[0])
    assert (manifest["format"], manifest["at"]) == (1, "now")
    assert [(part["name"], part["size"]) for part in manifest["parts"]] == [(name, len(body)) for name, body in PARTS]
    assert b"narwhal" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0
    assert not list(backup.parent.glob(".*"))


@pytest.mark.parametrize("where", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_cut_or_changed_file_is_refused(backup, keys, where):
    """Wherever it is cut, and whichever byte is another."""
    whole = backup.read_bytes()
    at = min(int(len(whole) * where), len(whole) - 1)
    backup.write_bytes(whole[:at])
    with pytest.raises(BackupUnusable):
        check(backup, keys[0])
    backup.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with pytest.raises(BackupUnusable):
        check(backup, keys[0])
    backup.write_bytes(whole)
    assert check(backup, keys[0])


def test_another_key_and_another_file_are_refused(backup, keys, tmp_path):
    """It is said that the key is not its own; a missing file is said to be missing."""
    make_identity(tmp_path / "other")
    with pytest.raises(BackupUnusable, match="cannot be opened with this key"):
        check(backup, read_identities(tmp_path / "other"))
    with pytest.raises(BackupUnusable, match="No such file"):
        check(tmp_path / "not there", keys[0])


def test_another_version_is_refused(backup, keys, monkeypatch, tmp_path):
    """A format that this version does not know is not guessed at."""
    monkeypatch.setattr(backup_file, "FORMAT", 2)
    write(tmp_path / "b.age", PARTS, dict, keys[1])
    monkeypatch.undo()
    with pytest.raises(BackupUnusable, match="format 2"):
        check(tmp_path / "b.age", keys[0])


def test_what_fails_on_the_way_leaves_nothing(keys, tmp_path):
    """Neither a part of a file nor a file that looks whole; what was there before stands."""

    def broken():
        yield PARTS[0]
        raise RuntimeError("the database went away")

    (tmp_path / "a.age").write_bytes(b"the one before")
    with pytest.raises(BackupNotMade, match="went away"):
        write(tmp_path / "a.age", broken(), dict, keys[1])
    with pytest.raises(BackupNotMade, match="No such file"):
        write(tmp_path / "nowhere" / "a.age", PARTS, dict, keys[1])
    assert (tmp_path / "a.age").read_bytes() == b"the one before"
    assert {path.name for path in tmp_path.iterdir()} == {"a.age", "private", "public"}


def test_a_full_disk_leaves_nothing(keys, tmp_path):
    """No file may grow beyond a few bytes here."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(BackupNotMade, match="too large"):
            write(tmp_path / "a.age", PARTS, dict, keys[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert {path.name for path in tmp_path.iterdir()} == {"private", "public"}


def test_a_large_one_takes_little_memory(keys, tmp_path):
    """160 MB go in and are checked; memory grows by far less."""
    body = os.urandom(4 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write(tmp_path / "a.age", ((f"database/{number:05}", body) for number in range(40)), dict, keys[1])
    assert len(check(tmp_path / "a.age", keys[0])["parts"]) == 40
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


@pytest.mark.process
def test_a_private_key_may_be_sealed_with_words(tmp_path):
    """It opens with them alone; the file says nothing of the key."""
    make_identity(tmp_path / "sealed", "four words of ours")
    assert b"SECRET-KEY" not in (tmp_path / "sealed").read_bytes()
    assert read_identities(tmp_path / "sealed", "four words of ours")
    for wrong in ("", "other words"):
        with pytest.raises(KeyUnusable, match="sealed"):
            read_identities(tmp_path / "sealed", wrong)


@pytest.mark.parametrize("reads", [read_recipients, read_identities, read_words])
def test_what_is_no_key_is_told(tmp_path, reads):
    """A missing, an empty and a strange file; never what is in it."""
    for number, body in enumerate((b"", b"\xff\xfe", b"hunter2\n")):
        file = tmp_path / str(number)
        file.write_bytes(body)
        if reads is read_words and body == b"hunter2\n":
            file.chmod(0o644)
        with pytest.raises(KeyUnusable) as told:
            reads(file)
        assert "hunter2" not in str(told.value)
    with pytest.raises(KeyUnusable):
        reads(tmp_path / "missing")


def test_a_key_is_never_written_over(tmp_path):
    """A second one would make every backup of the first unreadable."""
    make_identity(tmp_path / "private")
    before = (tmp_path / "private").read_bytes()
    with pytest.raises(FileExistsError):
        make_identity(tmp_path / "private")
    assert (tmp_path / "private").read_bytes() == before
    assert len({make_identity(tmp_path / str(number)) for number in itertools.islice(itertools.count(), 3)}) == 3
