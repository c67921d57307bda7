"""A backup, a restore and a change of keys, cut off by `kill -9`; `python -m tests.records.cuts` cuts at every step."""

import subprocess
import sys

import pytest

from operating.settings import ROOT

pytestmark = pytest.mark.process


@pytest.mark.parametrize("job", ["backup", "restore in place of another", "first key of a database"])
def test_cut_off_anywhere_the_old_or_the_new_is_whole(job):
    """Every word is there, no half is taken for a whole, none is in the clear, and it can be said again."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.records.cuts", job]
    given = ["--people", "5", "--every", "6", "--random", "1"]
    done = subprocess.run([*command, *given], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"| {job} |" in done.stdout
