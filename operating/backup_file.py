"""A backup as a file: a tar archive inside `age`, written and read as a stream, so that its size costs no memory.

Without MySay it opens too: `age --decrypt -i KEY FILE | tar -x`.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyrage  # type: ignore[import-untyped]  # it has no types

from operating.backup_keys import Identities, Recipients
from operating.backup_stream import BackupUnusable, Part, Pieces, packed, read
from operating.disk import on_disk

FORMAT = 1
MANIFEST = "manifest.json"


class BackupNotMade(Exception):
    """It could not be written; says why. Nothing is left of it."""


@dataclass(frozen=True)
class Listed:
    """A part as the manifest has it; `size` in bytes."""

    name: str
    size: int
    sha256: str


def write(target: Path, parts: Iterable[Part], about: Callable[[], dict[str, Any]], recipients: Recipients) -> str:
    """Write all parts, then a manifest of `about` and of them; the sha256 of the file, which is there whole or not.

    Raises BackupNotMade.
    """
    made = target.with_name(f".{target.name}.part")
    try:
        with made.open("xb") as file:
            made.chmod(0o600)
            kept = _Hashed(file)
            pyrage.encrypt_io(Pieces(packed(_listed(parts, about))), kept, recipients)
            file.flush()
            os.fsync(file.fileno())
        if _sha256(made) != kept.hash.hexdigest():
            raise BackupNotMade("the disk does not give back what was written to it")
        made.replace(target)
        on_disk(target.parent)
    except (OSError, pyrage.EncryptError) as error:
        raise BackupNotMade(str(error)) from error
    finally:
        made.unlink(missing_ok=True)
    return kept.hash.hexdigest()


def check(source: Path, identities: Identities) -> dict[str, Any]:
    """The manifest, once every part was read and found as it says; raises BackupUnusable."""
    found: list[Listed] = []
    manifest: dict[str, Any] = {}
    for name, body in read(source, identities):
        if name == MANIFEST:
            manifest = _parsed(body)
        else:
            found.append(_entry(name, body))
    if manifest.get("format") != FORMAT:
        raise BackupUnusable(f"{source.name} is no backup of this version of MySay (format {manifest.get('format')})")
    if manifest.get("parts") != [asdict(entry) for entry in found]:
        raise BackupUnusable(f"{source.name} does not hold what its list says")
    return manifest


class _Hashed:
    """A file that knows the sha256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash = file, hashlib.sha256()

    def write(self, body: bytes) -> int:
        self.hash.update(body)
        return self._file.write(body)

    def flush(self) -> None:
        self._file.flush()


def _listed(parts: Iterable[Part], about: Callable[[], dict[str, Any]]) -> Iterator[Part]:
    found = []
    for name, body in parts:
        found.append(_entry(name, body))
        yield name, body
    manifest = {"format": FORMAT, **about(), "parts": [asdict(entry) for entry in found]}
    yield MANIFEST, json.dumps(manifest, indent=1).encode()


def _entry(name: str, body: bytes) -> Listed:
    return Listed(name, len(body), hashlib.sha256(body).hexdigest())


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
