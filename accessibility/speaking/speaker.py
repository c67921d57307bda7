"""The speaker: any text, in a chosen voice and speed, as speech."""

from dataclasses import dataclass, field
from pathlib import Path

from accessibility.speaking.cache import Cache
from accessibility.speaking.onset import Sound
from accessibility.speaking.pool import Pool
from accessibility.speaking.speech import Speech
from accessibility.speaking.utterance import Utterance
from accessibility.speaking.voices import Voice, Voices

LONGEST_TEXT = 2_000
"""Code points in one go, about two minutes; whoever has more to read asks sentence by sentence."""


@dataclass(frozen=True)
class Speaker:
    """Shared by all threads of a server process; starts its processes when somebody is first read to."""

    voices: Voices
    pool: Pool = field(default_factory=Pool)
    cache: Cache = field(default_factory=Cache)

    @classmethod
    def load(cls, folder: Path) -> "Speaker":
        """With the voices of a folder."""
        return cls(Voices.load(folder))

    def knows(self, text: str, voice: Voice, speed: float = 1.0) -> bool:
        """Whether it was said a while ago, so that to say it again is no work."""
        return self.cache.find((text, voice, speed)) is not None

    def say(self, text: str, voice: Voice, speed: float = 1.0) -> Speech:
        """The text at so many times the usual speed; raises pool.Busy or pool.CannotSpeak."""
        key = (text, voice, speed)
        known = self.cache.find(key)
        if known is None:
            known = self._synthesise(text, voice, speed)
            self.cache.keep(key, known)
        return known

    def _synthesise(self, text: str, voice: Voice, speed: float) -> Speech:
        utterance = Utterance.of(text, self.voices.how(voice))
        words_a_minute = round(self.voices.words_a_minute * speed)
        wanted = {"said": utterance.said, "voice": voice.engine, "pitch": voice.pitch, "rate": words_a_minute}
        head, audio = self.pool.ask(wanted)
        rate = head["sample_rate"]
        return Speech(audio, rate, utterance.words(head["marks"], Sound(audio, rate)))
