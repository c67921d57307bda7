"""Somebody who says their answers: a visitor with a microphone, whose voice is a recording."""

import io
import wave
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.installation import Installation
from tests.journeys.visitor import Visitor
from tests.person import API, call
from tests.speech import clip

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
TOGGLE = "[data-listen-do=toggle]"
BREATH_SECONDS = 2.0
"""Nobody speaks before the page says that it listens, which takes a moment on a busy machine."""
PATIENCE = 60_000


class Speaker(Visitor):
    """One person at one tablet."""

    def __init__(self, page: Page, installation: Installation, sound: Path) -> None:
        super().__init__(page, installation)
        self._sound, self.seconds = sound, 0.0

    def will_say(self, name: str, seconds: float = 60.0) -> None:
        """What comes from the microphone the next time that it is opened: a clip, or its first seconds."""
        self._will_sound(clip(name).read_bytes(), seconds)

    def will_say_with_our_voice(self, text: str) -> None:
        """The same with a text as it is read aloud here: nobody recorded these words."""
        read = call(self.base, "POST", f"{API}/speech/synthesise", {"text": text}, Accept="audio/wav")
        self._will_sound(read.body)

    def listening(self, wanted: str) -> None:
        """Wait until listening is "on", "done", or "off"."""
        expect(self.page.locator("[data-listen]")).to_have_attribute("data-state", wanted, timeout=PATIENCE)

    def says(self, shown: str = "") -> str:
        """Tap, speak (some words may have to be shown meanwhile), tap; what is in the box then."""
        self.page.click(TOGGLE)
        return self._spoken(shown)

    def says_again(self) -> str:
        """Tap "say it again", as anybody does who was misheard, and speak; what is in the box then."""
        self.page.click("[data-listen-do=again]")
        return self._spoken()

    def _spoken(self, shown: str = "") -> str:
        self.listening("on")
        expect(self.page.locator("[data-listen-says]")).to_have_text(self.words("listen_now"))
        self.page.wait_for_timeout(1000 * self.seconds)
        self.shown(shown)
        self.page.click(TOGGLE)
        self.listening("done")
        return self.page.input_value("#text")

    def shown(self, words: str) -> None:
        """Wait until words are on the screen while they are said."""
        expect(self.page.locator("[data-listen-words]")).to_contain_text(words, timeout=PATIENCE)

    def _will_sound(self, wav: bytes, seconds: float = 60.0) -> None:
        with wave.open(io.BytesIO(wav)) as said, wave.open(str(self._sound), "wb") as file:
            rate, width = said.getframerate(), said.getsampwidth()
            frames = said.readframes(round(seconds * rate))
            file.setparams(said.getparams())
            file.writeframes(bytes(width * round(BREATH_SECONDS * rate)) + frames)
            self.seconds = BREATH_SECONDS + len(frames) / width / rate + 0.7
