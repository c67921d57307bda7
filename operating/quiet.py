"""Logs without words: what Rasa and its lower layers log may quote what a person wrote."""

import logging
import sys
import traceback
import warnings

import structlog


class WithoutWords(logging.Formatter):
    """Says where, how bad and which kind of error: never the message itself, nor a value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line a record."""
        error = record.exc_info[1] if record.exc_info else None
        return f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {_kind(error)}".rstrip()


def _kind(error: BaseException | None) -> str:
    """The kind of an error and the line that raised it; its message may quote somebody."""
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__


def keep_words_out_of_logs(level: int = logging.WARNING) -> None:
    """Replace every handler by one that has no words; to be called before and after a library sets up its own."""
    warnings.showwarning = _unseen  # old libraries warn of older ones; some undo every filter
    structlog.configure(processors=[_drop])  # Rasa's structured logs carry the text of messages as values
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)


def _unseen(*_: object, **__: object) -> None:
    """A developer sees these in the tests."""


def _drop(*_: object) -> str:
    raise structlog.DropEvent
