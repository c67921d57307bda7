"""A page of the documentation that a measurement writes: what stands above the mark stays, what is below is new."""

from pathlib import Path

MARK = "<!-- below: as measured -->\n"


def put_part(path: Path, mark: str, measured: str) -> None:
    """Write it between a mark of its own and the next heading; nothing where the page has no such mark."""
    before, found, after = path.read_text("utf-8").partition(mark)
    if found:
        rest = after[after.find("\n## ") :] if "\n## " in after else ""
        path.write_text(f"{before}{mark}\n{measured}\n{rest}", "utf-8")


def put(path: Path, measured: str) -> None:
    """Write it below the mark; a file that has none becomes what was measured, and nothing else."""
    before, mark, _ = path.read_text("utf-8").partition(MARK) if path.exists() else ("", "", "")
    path.write_text(f"{before}{mark}\n{measured}\n" if mark else f"{measured}\n", "utf-8")
