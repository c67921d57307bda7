"""The disk: what is on it for certain, whatever happens to the power."""

import os
from pathlib import Path


def on_disk(path: Path) -> None:
    """Have a file, or the names in a folder, down on the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
