"""Small machines on a big one: a bound on the processor for all processes of a part, by the control groups of Linux."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.program import family_of

PERIOD_US = 20_000
"""So short that a turn is slowed evenly, and does not wait for the next tenth of a second."""
FIRST = Path("/sys/fs/cgroup/cpu")
SECOND = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Small:
    """A group of processes that together have a part of one core."""

    folder: Path

    @classmethod
    @contextlib.contextmanager
    def machine(cls, name: str, root: int, cores: float) -> Iterator["Small"]:
        """A process and all that it started, or will start; free again at the end. Raises OSError where not allowed."""
        small = cls(_controller() / f"mysay-{os.getpid()}-{name}")
        small.folder.mkdir()
        try:
            small._bound(cores)
            small._take(root)
            yield small
        finally:
            small._let_go()

    def _bound(self, cores: float) -> None:
        quota = round(cores * PERIOD_US)
        if self.folder.parent == FIRST:
            (self.folder / "cpu.cfs_period_us").write_text(f"{PERIOD_US}")
            (self.folder / "cpu.cfs_quota_us").write_text(f"{quota}")
        else:
            (self.folder / "cpu.max").write_text(f"{quota} {PERIOD_US}")

    def _take(self, root: int) -> None:
        for process in family_of(root):
            (self.folder / "cgroup.procs").write_text(f"{process.pid}")

    def _let_go(self) -> None:
        for pid in (self.folder / "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                (self.folder.parent / "cgroup.procs").write_text(pid)
        self.folder.rmdir()


def allowed() -> bool:
    """Whether groups can be made here: as root, on Linux."""
    return os.access(_controller(), os.W_OK)


def _controller() -> Path:
    return FIRST if FIRST.exists() else SECOND
