"""What must be mended before anything starts is named plainly, and nothing is started."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from commands.installation import free_port
from operating.settings import DATA, ROOT

pytestmark = pytest.mark.process
UNUSABLE = 2


def _serve(**environment):
    command = [sys.executable, "-W", "ignore", "mysay.py", "serve"]
    settings = os.environ | {"MYSAY_HOST": "127.0.0.1", "MYSAY_PORT": str(free_port())} | environment
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def data(tmp_path):
    """A copy of the content, to be broken."""
    return shutil.copytree(DATA, tmp_path / "data")


def test_a_port_in_use_is_named(tmp_path):
    """It says which, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, said = _serve(MYSAY_HOME=str(tmp_path), MYSAY_PORT=str(port))
    assert status == UNUSABLE
    assert f"Port {port} is in use" in said
    assert "MYSAY_PORT=" in said


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    """A file stands where the folder should be (rights do not bind an administrator): it says which, and what to do."""
    (tmp_path / "file").write_text("not a folder")
    home = tmp_path / "file" / "home"
    status, said = _serve(MYSAY_HOME=str(home))
    assert status == UNUSABLE
    assert str(home) in said
    assert "MYSAY_HOME" in said


def test_a_database_that_is_none_is_named(tmp_path):
    """Something else stands at its place."""
    (tmp_path / "mysay.db").write_bytes(b"this is no database, and it is longer than a header is, by far. " * 20)
    status, said = _serve(MYSAY_HOME=str(tmp_path))
    assert status == UNUSABLE
    assert str(tmp_path / "mysay.db") in said


def test_a_broken_content_file_is_named_with_its_line(tmp_path, data):
    """The file, the line, and what is wrong."""
    path = data / "questions" / "about_me.yml"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:7], "  - [not closed", *lines[7:]]), "utf-8")
    status, said = _serve(MYSAY_HOME=str(tmp_path / "home"), MYSAY_DATA=str(data))
    assert status == UNUSABLE
    place = next(line for line in said.splitlines() if "about_me.yml:" in line)
    assert int(place.split("about_me.yml:")[1].split(":")[0]) >= 8
    assert not (tmp_path / "home" / "mysay.db").exists()


def test_a_content_file_with_a_wrong_value_is_named_with_its_line(tmp_path, data):
    """A key that does not exist is found before a child meets it."""
    path = data / "questions" / "about_me.yml"
    text = path.read_text("utf-8").replace("order:", "ordre:", 1)
    path.write_text(text, "utf-8")
    status, said = _serve(MYSAY_HOME=str(tmp_path / "home"), MYSAY_DATA=str(data))
    assert status == UNUSABLE
    assert "about_me.yml:" in said
    assert "ordre" in said or "order" in said


@pytest.mark.parametrize("name", ["boards.yml", "symbols/index.yml", "exports/signs.yml", "questions"])
def test_missing_content_is_named(tmp_path, data, name):
    """It says what is missing."""
    missing = data / name
    shutil.rmtree(missing) if missing.is_dir() else missing.unlink()
    status, said = _serve(MYSAY_HOME=str(tmp_path / "home"), MYSAY_DATA=str(data))
    assert status == UNUSABLE
    assert name in said


@pytest.mark.parametrize(
    ("name", "value"), [("MYSAY_PORT", "http"), ("MYSAY_PORT", "70000"), ("MYSAY_OPEN", "perhaps")]
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, name, value):
    """It says which, what it is, and what is expected."""
    status, said = _serve(**{"MYSAY_HOME": str(tmp_path), name: value})
    assert status == UNUSABLE
    assert name in said
    assert value in said
