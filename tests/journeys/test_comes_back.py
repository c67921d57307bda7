"""A machine is lost: from the first release on its conversations come back on another, encrypted, and go on."""

import os
import subprocess
import sys

import pytest

from operating.settings import ROOT
from tests.installation import Installation
from tests.person import API, Person, call
from tests.upgrade.old import Old

pytestmark = pytest.mark.engine

RARE = ("qz-my-aunt-jo-qz", "qz-the-quiet-room-qz", "qz-not-any-more-qz")


def mysay(home, *arguments):
    """Runs `mysay` as an operator does; what it printed."""
    environment = os.environ | {"MYSAY_HOME": str(home)}
    command = [sys.executable, "mysay.py", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def comes_back(base, code):
    """Somebody on another device with their code."""
    opened = call(base, "POST", f"{API}/resume", {"resume_code": code})
    assert opened.status == 200, opened.body
    return Person(base, opened.json["id"], opened.json["token"], code)


def test_conversations_of_the_first_release_survive_their_machine(tmp_path, monkeypatch):
    """Resumed by code, answered on, backed up while it runs, put back elsewhere under a key, and answered on there."""
    first, second, backups = tmp_path / "first", tmp_path / "second", tmp_path / "backups"
    old = Old.of("first")
    old.write(first / "mysay.db")
    ivy = old.people["child"]
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    public = tmp_path / "public"
    public.write_text(mysay(first, "key", "backups", tmp_path / "private").splitlines()[-1])
    with Installation.started(first) as here:
        child = comes_back(here.base, ivy["resume_code"])
        assert child.question == ivy["question_id"]
        assert child.say(RARE[0], question_id=ivy["question_id"]).status == 200
        other = Person.asked(here.base)
        assert other.say(RARE[2], question_id=other.question).status == 200
        mysay(first, "backup", backups, "--recipients", public)
        assert other.call("DELETE").status in {200, 204}
        mysay(first, "backup", backups, "--erased-only")
    (file,) = backups.glob("mysay-*.age")
    mysay(second, "key", "make", tmp_path / "key")
    monkeypatch.setenv("MYSAY_DATABASE_KEY_FILE", str(tmp_path / "key"))
    assert "erased again now: 1" in mysay(second, "restore", file, "--identity", tmp_path / "private")
    with Installation.started(second) as there:
        assert call(there.base, "POST", f"{API}/resume", {"resume_code": other.resume_code}).status == 404
        child = comes_back(there.base, ivy["resume_code"])
        assert child.say(RARE[1], question_id=child.question).status == 200
        told = {question: answer.get("text") for question, answer in child.answers.items()}
        assert told.items() >= {question: was["text"] for question, was in ivy["answers"].items()}.items()
        assert told[ivy["question_id"]] == RARE[0]
        assert RARE[1] in told.values()
        assert holding(tmp_path, first) == []
    assert holding(tmp_path, first) == []


def holding(place, before):
    """Files but those of the first machine in which a word can be read."""
    files = [path for path in place.rglob("*") if path.is_file() and before not in path.parents]
    assert any(path.name.startswith("mysay.db") for path in files)
    bodies = {path: path.read_bytes() for path in files if path.exists()}
    return [str(path) for path, body in bodies.items() for word in RARE if word.encode() in body]
