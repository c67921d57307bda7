"""Many files as one zip, sent while it is made: it is never whole in memory, and never on disk."""

import hashlib
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

SUMS = "SHA256SUMS"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
AT_ONCE = 2
"""Typesetting leaves Python alone, so that two threads keep two cores busy."""

T = TypeVar("T")
R = TypeVar("R")


class _Pipe:
    """What the zip writes into; what was taken out is forgotten."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def taken(self) -> bytes:
        """All that was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The zip in pieces, one a file; last in it is the list of hashes, as `sha256sum --check` reads it."""
    pipe, sums, names = _Pipe(), [], set[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]  # a pipe can be written to, and that is all that is asked of it
        for wanted, body in files:
            name = _free(wanted, names)
            names.add(name)
            archive.writestr(zipfile.ZipInfo(name, FIRST_MOMENT), body, zipfile.ZIP_DEFLATED)
            sums.append(f"{hashlib.sha256(body).hexdigest()}  {name}\n")
            yield pipe.taken()
        archive.writestr(zipfile.ZipInfo(SUMS, FIRST_MOMENT), "".join(sums))
    yield pipe.taken()


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another file has it already."""
    stem, dot, suffix = name.partition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{dot}{suffix}"
    return name


def made(make: Callable[[T], R], jobs: Iterable[T]) -> Iterator[R]:
    """What comes of each job, in order, AT_ONCE at a time and never far ahead of whoever takes it."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[R]] = deque()
        for job in jobs:
            waiting.append(pool.submit(make, job))
            if len(waiting) > 2 * AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
