"""Somebody who hears the page through Guidepup's virtual screen reader, inside the real browser.

It works by what ARIA and HTML say that a reader tells, from the page itself; it is no NVDA, VoiceOver or TalkBack.
"""

from playwright.sync_api import Page

from operating.settings import ROOT

BUNDLE = ROOT / "tests/node/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
BEGIN = """async text => {
  const { virtual } = await import(URL.createObjectURL(new Blob([text], {type: 'text/javascript'})));
  window.virtualReader = virtual;
  await virtual.start({container: document.body});
}"""
LOG = "() => window.virtualReader.spokenPhraseLog()"
ON = "() => window.virtualReader.next().then(() => window.virtualReader.lastSpokenPhrase())"
END = "end of document"
MOST_STEPS = 600
TOLD = "(said => said.filter(phrase => /^(heading,|polite:|assertive:) /.test(phrase)))"


class VirtualReader:
    """Reads one page from the moment when it is begun; the page must have been opened with `bypass_csp`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(BEGIN, BUNDLE.read_text("utf-8"))

    def whole(self) -> list[str]:
        """Everything on the page, from its beginning to its end, as it is read."""
        self.forget()
        for _ in range(MOST_STEPS):
            if self.page.evaluate(ON) == END:
                return self.page.evaluate(LOG)
        raise AssertionError(f"the page never ended: {self.page.evaluate(LOG)[-5:]}")

    def told(self, count: int = 0) -> list[str]:
        """All that was told by itself, once it is so many: headings that got the focus, and what live regions said."""
        self.page.wait_for_function(f"async count => ({TOLD}(await ({LOG})())).length >= count", arg=count)
        return self.page.evaluate(f"async () => {TOLD}(await ({LOG})())")

    def forget(self) -> None:
        """From here on."""
        self.page.evaluate("() => window.virtualReader.clearSpokenPhraseLog()")
