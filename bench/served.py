"""A MySay of our own, to be measured: `mysay serve` on an empty home, ended afterwards."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.mysay_under_test import ROOT
from bench.program import Program
from commands.installation import free_port


@contextmanager
def served(**settings: str) -> Iterator[tuple[int, Program]]:
    """Its port, and the program; `settings` as the environment has them."""
    with tempfile.TemporaryDirectory(prefix="mysay-bench-") as folder:
        home, port = Path(folder) / "home", free_port()
        home.mkdir()
        chosen = {"MYSAY_HOME": str(home), "MYSAY_PORT": str(port), **settings}
        program = Program([sys.executable, str(ROOT / "mysay.py"), "serve"], ROOT, chosen, Path(folder) / "serve.log")
        try:
            program.wait_ready(f"http://127.0.0.1:{port}/readyz")
            yield port, program
        finally:
            program.stop()
