"""`make screens`: every page at three sizes, in four themes, into docs/screens; with `ARGS="map break"` only those."""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from operating.settings import ROOT
from tests.installation import Installation
from tests.journeys.conftest import MOST_MILLISECONDS, QUIET, browser_of_this_machine
from tests.journeys.visitor import DESK, PHONE, TABLET, Visitor

FOLDER = ROOT / "docs" / "screens"
SIZES = {"tablet": TABLET, "phone": PHONE, "desk": DESK}
THEMES = ("light", "dark", "contrast", "cream")
QUALITY = 50


@dataclass(frozen=True)
class Screen:
    """One page: who is there, what they did, where they then went, and what they press once it is shown."""

    name: str
    audience: str
    topic: str | None = None
    act: Callable[[Visitor], None] | None = None
    place: str | None = None
    press: str | None = None


def _until(selector: str) -> Callable[[Visitor], None]:
    def skip(person: Visitor) -> None:
        for _ in range(40):
            if person.page.locator(selector).count():
                return
            person.press(".dock button[value=skip]")

    return skip


def _say(words: str) -> Callable[[Visitor], None]:
    return lambda person: person.say(words)


def _stop(person: Visitor) -> None:
    person.say("My brother and my music")
    person.press(".dock button[value=stop]")


BEFORE = (
    Screen("start", "young_person", place="/"),
    Screen("about-child", "child_early", place="/?who=child_early"),
    Screen("about-parent", "parent", place="/?who=parent"),
    Screen("code", "young_person", place="/resume"),
    Screen("invited", "young_person", place="/join"),
)
DURING = (
    Screen("welcome", "child_primary", place=""),
    Screen("try-on", "child_primary", place="/try"),
    Screen("adjust", "young_teen", place="/adjust"),
    Screen("topics", "child_early"),
    Screen("pictures", "child_early", "important"),
    Screen("sorting", "child_primary", "important", _until(".sorting")),
    Screen("faces", "child_early", "working", _until(".scale")),
    Screen("words-teenager", "young_teen", "important"),
    Screen("words-parent", "parent", "important"),
    Screen("map", "young_person", "important", press=".map summary"),
    Screen("break", "young_teen", "important", lambda person: person.press(".dock button[value=pause]")),
    Screen("safety", "young_teen", "important", _say("My uncle hits me and I am scared to go home")),
    Screen("answers", "young_person", "important", _say("My brother and my music"), "/review"),
    Screen("copy", "young_person", "important", _say("My brother and my music"), "/copy"),
    Screen("secret", "child_primary", place="/secret"),
    Screen("stopped", "young_person", "important", _stop),
    Screen("erase", "child_primary", place="/erase"),
)


def main() -> None:
    """Take them all, or those that are named, and say how much all weigh."""
    names = sys.argv[1:]
    screens = [screen for screen in (*BEFORE, *DURING) if not names or screen.name in names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        if not names or old.name.startswith(tuple(f"{name}-{size}-" for name in names for size in SIZES)):
            old.unlink()
    with tempfile.TemporaryDirectory() as home, Installation.started(Path(home)) as running, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=browser_of_this_machine(), args=QUIET)
        for screen in screens:
            context = browser.new_context(reduced_motion="reduce", service_workers="block")
            context.set_default_timeout(MOST_MILLISECONDS)
            person = Visitor(context.new_page(), running)
            address = _arrive(person, screen)
            for theme in THEMES:
                _wear(person, screen, theme)
                _take(person, screen, address, theme)
            context.close()
    files = list(FOLDER.glob("*.webp"))
    print(
        f"{len(files)} screens, {sum(path.stat().st_size for path in files) // 1000} kB in {FOLDER.relative_to(ROOT)}"
    )


def _arrive(person: Visitor, screen: Screen) -> str:
    """The address of the page, after all that was done to come there."""
    if screen in BEFORE:
        return person.base + (screen.place or "/")
    person.start(screen.audience, topic=screen.topic)
    if screen.act:
        screen.act(person)
    here = f"{person.base}/talk/{person.id}"
    return f"{here}{screen.place}" if screen.place is not None else f"{here}?on=1"


def _wear(person: Visitor, screen: Screen, theme: str) -> None:
    if screen in BEFORE:
        person.page.context.add_cookies([{"name": "mysay_adjust", "value": f"theme={theme}", "url": person.base}])
        return
    reply = person.page.request.patch(
        f"{person.base}/api/v1/conversations/{person.id}", data={"adjustments": {"theme": theme}},
        headers={"Origin": person.base, "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert reply.ok


def _take(person: Visitor, screen: Screen, address: str, theme: str) -> None:
    for size, (width, height) in SIZES.items():
        person.page.set_viewport_size({"width": width, "height": height})
        reply = person.page.goto(address, wait_until="networkidle")
        assert reply is not None
        assert reply.ok, address
        if screen.press:
            person.page.click(screen.press)
        picture = Image.open(io.BytesIO(person.page.screenshot()))
        picture.save(FOLDER / f"{screen.name}-{size}-{theme}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
