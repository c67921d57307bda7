"""The disk under an installation: a small one of its own where we may mount, else a limit on what may be written."""

import contextlib
import os
import resource
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 96


@dataclass(frozen=True)
class Disk:
    """`own`: a file system of its own is mounted at the folder, so that it can really be filled and frozen."""

    folder: Path
    own: bool

    @classmethod
    @contextlib.contextmanager
    def at(cls, folder: Path) -> Iterator["Disk"]:
        """Mounted while it is used, where that is allowed."""
        folder.mkdir(parents=True, exist_ok=True)
        image = folder.with_suffix(".img")
        own = os.geteuid() == 0 and _mounted(image, folder)
        try:
            yield cls(folder, own)
        finally:
            if own:
                _quietly("umount", "-l", str(folder))
                image.unlink()

    @contextlib.contextmanager
    def full(self, pids: Sequence[int]) -> Iterator[None]:
        """Not one byte more can be written."""
        with self._filled() if self.own else files_at_most(0, pids):
            yield

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """What is there can be read, and nothing changed, by those who have it open too."""
        kept = [str(path) for path in (*self.folder.glob("mysay.db*"), self.folder)]
        _quietly("chattr", "+i", *kept)
        try:
            yield
        finally:
            _quietly("chattr", "-i", *kept)

    @contextlib.contextmanager
    def _filled(self) -> Iterator[None]:
        ballast = self.folder / "ballast"
        try:
            with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
                for size in (1 << 20, 1 << 12, 1):
                    with contextlib.suppress(OSError):
                        while file.write(b"\0" * size):
                            pass
            yield
        finally:
            ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def files_at_most(size: int, pids: Sequence[int]) -> Iterator[None]:
    """No file of these processes may grow beyond so many bytes: as on a full disk; with 0, none is written."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    try:
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
        yield
    finally:
        for pid, limits in before.items():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _mounted(image: Path, folder: Path) -> bool:
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    made = _quietly("mkfs.ext4", "-q", "-m", "0", str(image))
    if made and _quietly("mount", "-o", "loop", str(image), str(folder)):
        return True
    image.unlink()
    return False


def _quietly(*command: str) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False
