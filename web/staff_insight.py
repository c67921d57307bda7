"""Insight for staff: counted for all of them once in a few minutes, and who may look."""

import threading
import time
from collections.abc import Mapping

from flask import current_app

from bot.interview.bank import Bank
from records.insight import insight_of
from records.insight_tables import Insight
from records.staff import Role
from records.store import Store
from web.insight_words import AREA, Picture, in_words
from web.services import services

LOOKERS = (Role.PRACTITIONER, Role.ADMINISTRATOR)
"""Nobody's words are in it, so that an administrator may see it too."""
FRESH_SECONDS, FRESH_TIMES = 300, 100
"""Numbers are shown again for so many seconds, or for so many times as long as counting took: less in a small place."""


class Kept:
    """The last count, for a few minutes: it takes seconds where there are thousands of conversations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: Store | None = None
        self._until = 0.0
        self._insight = Insight(None)

    def insight(self, store: Store, bank: Bank) -> Insight:
        """Counted anew where the last is too old; whoever asks meanwhile waits for that one count."""
        with self._lock:
            if self._of is not store or time.monotonic() > self._until:
                begun = time.monotonic()
                self._insight = insight_of(store.insight_counts.tally(_kinds(bank)))
                done = time.monotonic()
                self._of, self._until = store, done + min(FRESH_SECONDS, FRESH_TIMES * (done - begun))
            return self._insight


def picture(bank: Bank) -> Picture:
    """The insight of all conversations that have ended, in the words and the language of a bank."""
    kept: Kept = current_app.extensions.setdefault("mysay_insight", Kept())
    say = services().tongues.catalogues[bank.language].text
    return in_words(bank, kept.insight(services().store, services().bank), say)


def _kinds(bank: Bank) -> Mapping[str, tuple[str, ...]]:
    """What each question belongs to: its topic, and the broad area of need that it is about."""
    areas = {name: question.send_area for name, question in bank.questions.items()}
    return {
        name: (question.topic, *((f"{AREA}{areas[name]}",) if areas[name] not in {None, "all"} else ()))
        for name, question in bank.questions.items()
    }
