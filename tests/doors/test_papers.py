"""The papers on security and privacy name what is there: tests, files, and the versions that are installed."""

import re

import pytest

from operating.settings import ROOT
from tests.doors.table import CALLERS, doors
from tests.doors.written import FILE, HEAD, table

PAPERS = [ROOT / "docs" / name for name in ("security.md", "privacy.md")]
TESTS = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_what_a_paper_names_is_there(paper):
    """Each test by its name, each file by its path, each setting in the README."""
    text = paper.read_text("utf-8")
    tests = set(re.findall(r"`(test_\w+)`", text))
    assert {name for name in tests if f"def {name}(" not in TESTS} == set()
    paths = set(re.findall(r"`((?:tests|web|bot|actions|records|data|docs|operating)/[\w./]+)`", text))
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    links = set(re.findall(r"\]\(([\w./-]+\.md)", text))
    assert {link for link in links if not (paper.parent / link).exists()} == set()
    settings = set(re.findall(r"MYSAY_[A-Z_]+", text))
    assert {name for name in settings if name not in (ROOT / "README.md").read_text("utf-8")} == set()


def test_the_list_of_old_libraries_is_about_these_versions():
    """Where a version changes, its line in docs/security.md is read again."""
    told = re.findall(r"^\| ([a-z-]+) \| ([\d.]+) \| .*CVE", PAPERS[0].read_text("utf-8"), re.MULTILINE)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(told) > 8
    for name, version in told:
        assert re.search(rf"^{name}=={re.escape(version)}\b", lock, re.MULTILINE), f"{name} is no longer {version}"


def test_the_table_of_doors_is_the_one_that_is_walked():
    """Every line of routes.txt, which test_doors.py holds the application to, and no other; and how many they are."""
    walked = {(str(door), name): name in door.who for door in doors() for name in CALLERS}
    assert FILE.read_text("utf-8") == HEAD + "\n".join(table(walked)), "make doors ARGS=--table"
