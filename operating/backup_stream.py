"""The parts of a backup as a stream: a tar archive going into `age`, and coming out of it, a piece at a time."""

import os
import tarfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]  # it has no types

from operating.backup_keys import Identities

MOST_BYTES = 8 << 20
"""Of one part of a backup: what is larger comes in several."""
Part = tuple[str, bytes]
"""A name such as "database/00000", and what it holds."""


class BackupUnusable(Exception):
    """The file is no whole backup, or not for these keys; says why."""


def packed(parts: Iterable[Part]) -> Iterator[bytes]:
    """The bytes of a tar archive."""
    for name, body in parts:
        header = tarfile.TarInfo(name)
        header.size, header.mode = len(body), 0o600
        yield header.tobuf(tarfile.PAX_FORMAT)
        yield body
        yield bytes(-len(body) % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


class Pieces:
    """Pieces of any length, for somebody who reads so many bytes at a time."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def read(self, size: int) -> bytes:
        """So many bytes at most; none at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = memoryview(piece)
        given, self._left = self._left[:size], self._left[size:]
        return bytes(given)


def read(source: Path, identities: Identities) -> Iterator[Part]:
    """Every part in turn; raises BackupUnusable, at the latest after the last one."""
    with _opened(source, identities) as (stream, opening):
        try:
            with tarfile.open(fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
                for member in archive:
                    body = archive.extractfile(member)
                    if body is None or member.size > MOST_BYTES:
                        raise BackupUnusable(f"{source.name} holds what no backup of MySay does")
                    yield member.name, body.read()
            while stream.read(1 << 16):  # to the end: the last bytes say that it was not cut off
                pass
        except tarfile.TarError as error:
            stream.close()
            opening.result()  # where it could not be opened, that is the reason
            raise BackupUnusable(f"{source.name} is no backup of MySay") from error
        opening.result()


@contextmanager
def _opened(source: Path, identities: Identities) -> "Iterator[tuple[BinaryIO, Future[None]]]":
    """What is inside, while another thread opens it."""
    out, into = os.pipe()
    with ThreadPoolExecutor(1) as pool, os.fdopen(out, "rb") as stream:
        opening = pool.submit(_open, source, identities, into)
        try:
            yield stream, opening
        finally:
            stream.close()  # whoever still writes into it ends


def _open(source: Path, identities: Identities, into: int) -> None:
    with os.fdopen(into, "wb") as stream:
        try:
            with source.open("rb") as file:
                pyrage.decrypt_io(file, stream, identities)
            stream.flush()
        except BrokenPipeError:
            return
        except pyrage.DecryptError as error:
            raise BackupUnusable(f"{source.name} cannot be opened with this key: {error}") from error
        except OSError as error:
            why = error.strerror or "it is cut off, or was changed"
            raise BackupUnusable(f"{source.name} cannot be read: {why}") from error
