"""A row of a table of figures: what was measured, what is beside it, and whether what was to be reached was."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HEAD = "| | here | beside it | ratio | to reach | |\n|---|---:|---:|---:|---|---|"


@dataclass(frozen=True)
class Row:
    """One figure, what it is compared with, and what was to be reached."""

    label: str
    figure: float
    peer: float | None = None
    target: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        peer = "" if self.peer is None else f"{self.peer:.3g}"
        ratio = f"{self.figure / self.peer:.2f}" if self.peer else ""
        verdict = {None: "", True: "reached", False: "MISSED"}[self.reached]
        return f"| {self.label} | {self.figure:.3g} | {peer} | {ratio} | {self.target} | {verdict} |"


def keep(path: Path, rows: Sequence[Row], load: float, **more: object) -> None:
    """The figures as JSON, with when and on what they were measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(), "load_before": load,
        **more, "rows": [asdict(row) for row in rows],
    }  # fmt: skip
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
