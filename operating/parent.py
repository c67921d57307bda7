"""A child process ends when the process that started it is gone, even by kill -9: no port stays taken."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Watch standard input, whose other end the parent holds, and end when it closes (see `mysay serve`)."""
    if os.environ.get("MYSAY_SUPERVISED") == "1":
        threading.Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(standard_input: int) -> None:
    """At once, and all that it started too: what was acknowledged is on disk, and the next can start only after it."""
    while os.read(standard_input, 1024):
        pass
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
