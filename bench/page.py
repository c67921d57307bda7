"""A page of the documentation that a measurement writes: what stands above the mark stays, what is below is new."""

from pathlib import Path

MARK = "<!-- below: as measured -->\n"


def put(path: Path, measured: str) -> None:
    """Write it below the mark; a file that has none becomes what was measured, and nothing else."""
    before, mark, _ = path.read_text("utf-8").partition(MARK) if path.exists() else ("", "", "")
    path.write_text(f"{before}{mark}\n{measured}\n" if mark else f"{measured}\n", "utf-8")
