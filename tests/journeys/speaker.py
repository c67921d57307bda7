"""Somebody who says their answers: a visitor with a microphone, whose voice is a recording."""

import wave
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.installation import Installation
from tests.journeys.visitor import Visitor
from tests.speech import clip

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
TOGGLE = "[data-listen-do=toggle]"


class Speaker(Visitor):
    """One person at one tablet."""

    def __init__(self, page: Page, installation: Installation, sound: Path) -> None:
        super().__init__(page, installation)
        self._sound = sound

    def will_say(self, name: str, seconds: float = 60.0) -> None:
        """What comes from the microphone the next time that it is opened: a clip, or its first seconds."""
        with wave.open(str(clip(name))) as said, wave.open(str(self._sound), "wb") as file:
            file.setparams(said.getparams())
            file.writeframes(said.readframes(round(seconds * said.getframerate())))

    def listening(self, wanted: str) -> None:
        """Wait until listening is "on", "done", or "off"."""
        expect(self.page.locator("[data-listen]")).to_have_attribute("data-state", wanted)

    def says(self, until: str) -> str:
        """Tap, speak until a word is on the screen, tap; what is in the box then."""
        self.page.click(TOGGLE)
        self.listening("on")
        expect(self.page.locator("[data-listen-says]")).to_have_text(self.words("listen_now"))
        expect(self.page.locator("[data-listen-words]")).to_contain_text(until, timeout=30_000)
        self.page.wait_for_timeout(1500)
        self.page.click(TOGGLE)
        self.listening("done")
        return self.page.input_value("#text")
