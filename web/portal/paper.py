"""Paper: what a page for printing carries in itself, since it must need nothing else."""

from functools import cache
from pathlib import Path

from markupsafe import Markup

STYLES = Path(__file__).parents[1] / "static" / "css"


@cache
def style(name: str) -> Markup:
    """One of our style sheets, to stand in the page."""
    return Markup((STYLES / f"{name}.css").read_text("utf-8"))  # noqa: S704 -- a file of our own
