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
    while os.read(standard_input, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(3)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
