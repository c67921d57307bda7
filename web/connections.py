"""Connections to gunicorn's threads: one on which nothing was said yet waits without a thread; and how many may be."""

import resource
from concurrent.futures import Future
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import _DEFER, ThreadWorker

MOST = 8_000
FILES = 2 * MOST
"""Files that may be open: each connection is one, and the store and the engines need some."""


class Sent:
    """A body as it comes; where its chunks cannot be read, that is the caller's fault, as if they had gone away."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def read(self, size: int) -> bytes:
        """At most so many bytes; raises OSError, which werkzeug makes a 400 of: gunicorn's own would be a 500."""
        try:
            return bytes(self._reader.read(size))
        except ParseException as error:
            raise OSError(type(error).__name__) from None


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no type hints
    """Browsers open connections in advance: gunicorn gives each a thread for five seconds, and then all others wait."""

    def enqueue_req(self, conn: Any) -> None:
        """To a thread once there is something to read; until then to where gunicorn puts it after these seconds."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        nothing_yet: Future[object] = Future()
        nothing_yet.set_result(_DEFER)
        self.finish_request(conn, nothing_yet)

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Whether the connection may stay open."""
        req.body.reader = Sent(req.body.reader)
        return bool(super().handle_request(req, conn))

    def _cap_keepalive(self, deadline: float) -> None:
        """Whoever says nothing holds up the end no longer than whoever says nothing more."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)


def allowed() -> int:
    """How many at once, after this process has been let open as many files as it may."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = max(now, min(most, FILES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return min(MOST, files // 2)
