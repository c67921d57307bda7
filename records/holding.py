"""Who has the database open: each process holds its folder, so that nobody puts another file in its place meanwhile."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock, and does not let a file be replaced that is open
    fcntl = None  # type: ignore[assignment]  # mypy knows the module alone


class InUse(Exception):
    """Another process holds the folder in a way that does not go with ours."""


class Hold:
    """A lock on a folder, without a file that a full or read-only disk would refuse; let go when it is closed or gone.

    Any number may share it; `alone` is for whoever replaces the database. Raises InUse, OSError.
    """

    def __init__(self, folder: Path, alone: bool = False) -> None:
        self._descriptor: int | None = None
        if fcntl is None:
            return
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise InUse(f"{folder} is in use by another process") from error

    def close(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.close()
