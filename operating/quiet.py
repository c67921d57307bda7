"""Logs without words: what Rasa and its lower layers log may quote what a person wrote."""

import logging
import sys
import warnings

import structlog


class WithoutWords(logging.Formatter):
    """Says where, how bad and which kind of error: never the message itself, nor a value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line a record."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        return f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {kind}".rstrip()


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
