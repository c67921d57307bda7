"""The production server: `python -m web.server`, gunicorn with threads where it runs, waitress where it does not."""

import logging
import os
import ssl
from collections.abc import Callable
from typing import Any, cast

from flask import Flask

from operating.parent import end_with_parent
from operating.quiet import WithoutWords, keep_words_out_of_logs
from operating.settings import Settings, read_settings
from web.left_behind import left_in, look_after
from web.schools import Schools, Wsgi, application
from web.services import Services

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2, as in deploy/nginx: those with forward secrecy and authenticated encryption; 1.3 has its own."""
KEEP_ALIVE_SECONDS, TURN_SECONDS, GRACE_SECONDS = 30, 60, 8


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    keep_words_out_of_logs(logging.WARNING)
    app = application(settings)
    if os.name == "posix":
        _gunicorn(app, settings)
    else:
        import waitress

        _look_after(app)
        waitress.serve(app, host=settings.host, port=settings.port, threads=settings.threads, ident=None)


def _look_after(app: Wsgi) -> None:
    """In each worker, since no thread of the process that they are forked from comes along."""
    if isinstance(app, Schools):
        look_after(lambda: app.services(lambda store: bool(left_in(store))))
    else:
        look_after(lambda: [cast(Services, cast(Flask, app).extensions["mysay"])])


def _no_old_tls(_: object, made: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Said here, so that no setting of the machine's own OpenSSL lowers it."""
    context = made()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _gunicorn(app: Wsgi, settings: Settings) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    from web.connections import Worker, allowed

    class Log(Logger):  # type: ignore[misc]  # as below
        """Gunicorn would quote each request that it cannot read."""

        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(WithoutWords())

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no type hints
        """Gunicorn, told by us instead of by its command line."""

        def load_config(self) -> None:
            options = {
                "bind": f"{settings.host}:{settings.port}", "workers": settings.workers, "threads": settings.threads,
                "worker_class": Worker, "worker_connections": allowed(),
                "keepalive": KEEP_ALIVE_SECONDS, "timeout": TURN_SECONDS,
                "graceful_timeout": GRACE_SECONDS, "accesslog": None, "loglevel": "warning", "preload_app": True,
                "control_socket_disable": True, "limit_request_field_size": 8190, "proc_name": "mysay",
                "logger_class": Log, "post_worker_init": lambda _: _look_after(app),
            }  # fmt: skip
            if settings.certificate:
                options |= {
                    "certfile": str(settings.certificate), "keyfile": str(settings.certificate_key),
                    "ciphers": CIPHERS, "ssl_context": _no_old_tls,
                }  # fmt: skip
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Wsgi:
            return app

    Server().run()


if __name__ == "__main__":
    end_with_parent()
    serve(read_settings())
