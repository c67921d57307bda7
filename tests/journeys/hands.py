"""Ways to press something on a page: by touch alone, by keyboard alone, by one switch alone."""

from playwright.sync_api import Page

MOST_STEPS = 120
SCAN_SECONDS, STEP_MILLISECONDS = 0.5, 500
RING = """[document.activeElement, document.activeElement.parentElement]
  .some(element => element && getComputedStyle(element).outlineStyle !== 'none')"""
WHAT_NOW = """async wanted => {
  const frame = document.querySelector('.scanned'), button = document.querySelector(wanted);
  const { own } = await import('/static/js/scanning.js');
  const within = frame ? own(frame) : [];
  if (frame && (frame === button || frame === button?.closest('label'))) return 'press';
  return within.includes(button) ? (within.length > 1 ? 'enter' : 'press') : 'wait';
}"""
"""What somebody does who sees the frame of the scanning where it is, and wants a button."""


class Touch:
    """One finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def take(self, wanted: str) -> None:
        """Tap it."""
        self.page.tap(f"{wanted} >> visible=true")


class Keyboard:
    """Tab and one key to press; the focus must be seen at each stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def take(self, wanted: str) -> None:
        """Go there, and press."""
        self.reach(wanted)
        self.page.keyboard.press("Enter")

    def reach(self, wanted: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(MOST_STEPS):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(RING), self.page.evaluate("document.activeElement.outerHTML")
        raise AssertionError(f"{wanted} cannot be reached by Tab")


class Switch:
    """One key, whenever the frame is in the right place; the clock of the page is moved by hand."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def take(self, wanted: str) -> None:
        """Wait for its part, press, wait for it, press."""
        self.page.wait_for_selector(".scanned", state="attached")
        for _ in range(MOST_STEPS):
            now = self.page.evaluate(WHAT_NOW, wanted)
            if now == "wait":
                self.page.clock.run_for(STEP_MILLISECONDS)
                continue
            self.page.keyboard.press("Space")
            if now == "press":
                return
        raise AssertionError(f"the frame never came to {wanted}")
