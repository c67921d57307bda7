"""What journeys share: a real Chromium, and somebody who uses the page in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.installation import Installation
from tests.journeys.speaker import MICROPHONE, Speaker
from tests.journeys.visitor import TABLET, Visitor

QUIET = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

MOST_MILLISECONDS = 15_000
Visit = Callable[..., Visitor]
Launch = Callable[..., Browser]
AtMicrophone = Callable[..., Speaker]


def browser_of_this_machine() -> str:
    """Where Chromium is, as scripts/programs.sh has seen to it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("MYSAY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "No Chromium was found: run scripts/programs.sh chromium, or set MYSAY_CHROMIUM."
    return found


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Starts the browser of this machine, without a window, with the switches that a test needs."""
    path = browser_of_this_machine()
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(executable_path=path, args=[*QUIET, *switches])


@pytest.fixture(scope="module")
def chromium(launch: Launch) -> Iterator[Browser]:
    """The browser of this machine."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """A device of its own for each call; at the end no page may have had a fault."""
    visitors: list[Visitor] = []

    def come(installation: Installation, size: tuple[int, int] = TABLET, **options: object) -> Visitor:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(**{"viewport": viewport, "reduced_motion": "reduce", **options})
        context.set_default_timeout(MOST_MILLISECONDS)
        visitors.append(Visitor(context.new_page(), installation))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.fixture
def at_microphone(running: Installation, launch: Launch, tmp_path: Path) -> Iterator[AtMicrophone]:
    """Somebody at a tablet; what they say is a recording, or nothing where they have no microphone."""
    browsers: list[Browser] = []

    def sit(says: str | None = None, before: str = "", *switches: str) -> Speaker:
        sound = tmp_path / f"microphone-{len(browsers)}.wav"
        microphone = [*MICROPHONE, f"--use-file-for-fake-audio-capture={sound}%noloop"] if says else []
        browsers.append(launch(*microphone, *switches))
        context = browsers[-1].new_context(viewport={"width": TABLET[0], "height": TABLET[1]}, reduced_motion="reduce")
        context.set_default_timeout(MOST_MILLISECONDS)
        context.add_init_script(before)
        speaker = Speaker(context.new_page(), running, sound)
        if says:
            speaker.will_say(says)
        return speaker

    yield sit
    for browser in browsers:
        browser.close()
