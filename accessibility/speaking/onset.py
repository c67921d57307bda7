"""Onset: a word that begins with closed lips or tongue (p, t, k) is silent at first; it is shown once it is heard."""

import sys
from array import array

STEP_SECONDS, STEPS = 0.005, 30
TAIL_STEPS = 6
"""The end of the word before may still ring for so long."""
HEARD = 400
"""Of 32,767: less than this is silence."""


class Sound:
    """16-bit samples, little-endian, that can be looked into."""

    def __init__(self, audio: bytes, sample_rate: int) -> None:
        self._samples = array("h", audio)
        if sys.byteorder == "big":
            self._samples.byteswap()
        self._rate = sample_rate

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self._samples) / self._rate

    def heard_from(self, start: float) -> float:
        """The moment from `start` on at which a word is heard; `start` itself where it begins without a rest."""
        heard = [self._loud(start + step * STEP_SECONDS) for step in range(STEPS)]
        if all(heard[:TAIL_STEPS]):
            return start
        silent = heard.index(False)
        return round(start + heard.index(True, silent) * STEP_SECONDS, 3) if any(heard[silent:]) else start

    def _loud(self, second: float) -> bool:
        place = int(second * self._rate)
        window = self._samples[place : place + int(STEP_SECONDS * self._rate)]
        return bool(window) and (max(window) > HEARD or min(window) < -HEARD)
