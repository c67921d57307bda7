"""What journeys share: a real Chromium, and somebody who uses the page in it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.installation import Installation
from tests.journeys.visitor import TABLET, Visitor

QUIET = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

MOST_MILLISECONDS = 15_000
Visit = Callable[..., Visitor]
Launch = Callable[..., Browser]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Starts the browser of this machine, without a window, with the switches that a test needs."""
    path = os.environ.get("MYSAY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
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
        context = chromium.new_context(viewport=viewport, reduced_motion="reduce", **options)
        context.set_default_timeout(MOST_MILLISECONDS)
        visitors.append(Visitor(context.new_page(), installation))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
