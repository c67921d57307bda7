"""docs/weaknesses.md speaks of the versions that are installed, and of nothing that may have changed since."""

import re
import sys
from importlib.metadata import distributions

import pytest

from operating.settings import ROOT

ROWS = re.findall(
    r"^\| `([a-z0-9-]+)` \| ([0-9][^ ]*) \| (.+?) \| (.+?) \|$",
    (ROOT / "docs/weaknesses.md").read_text("utf-8"),
    re.MULTILINE,
)
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ABSENT = ("tensorflow", "distributed", "confluent_kafka", "keras")


@pytest.mark.parametrize(("package", "version"), [row[:2] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_is_about_the_locked_version(package, version):
    """Another version has other weaknesses: read the row again, then change its number."""
    locked = set(re.findall(rf"^{re.escape(package)}==(\S+)", LOCK, re.MULTILINE))
    assert locked == {version}


def test_each_row_says_why_it_cannot_be_reached():
    """There are rows, each about another package, each with a weakness and a reason."""
    assert len(ROWS) >= 30
    assert len({row[0] for row in ROWS}) == len(ROWS)
    assert all(len(weakness) > 5 and len(reason) > 5 for _, _, weakness, reason in ROWS)


@pytest.mark.parametrize("package", ABSENT)
def test_what_is_said_to_be_absent_is_absent(package):
    """It is not installed, nor is it locked; an empty module may stand where Rasa asks for one."""
    name = package.replace("_", "-")
    assert name not in {each.metadata["Name"].lower().replace("_", "-") for each in distributions()}
    assert not re.search(rf"^{name}==", LOCK, re.MULTILINE)


def test_everything_is_pinned_with_a_hash():
    """No line of the lock names a package without its version and the hash of what is fetched."""
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip())
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_it_runs_on_the_python_that_the_page_speaks_of():
    """The page says what follows from 3.10: another Python makes another page."""
    assert sys.version_info[:2] == (3, 10)
