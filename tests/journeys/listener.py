"""Somebody who only hears the page: what its live regions say and where the focus goes, as Chromium tells a reader.

No real screen reader takes part: this holds to what ARIA says that one is told, by Chromium's own accessibility tree.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

EAR = """(() => {
  const LIVE = '[role=log], [role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
  const heard = window.heardByEar = [];
  const around = node => (node instanceof Element ? node : node.parentElement)?.closest(LIVE);
  const note = changes => {
    const whole = new Set();
    for (const change of changes) {
      const region = around(change.target);
      if (!region || !region.checkVisibility() || region.closest('[aria-hidden=true]')) continue;
      if (region.getAttribute('role') !== 'log') { whole.add(region); continue; }
      for (const node of change.addedNodes) heard.push(['log', node.textContent]);
      if (change.type === 'characterData') heard.push(['log', change.target.data]);
    }
    for (const region of whole) if (region.textContent.trim()) heard.push(['status', region.textContent]);
  };
  const watch = new MutationObserver(note);
  watch.observe(document, {subtree: true, childList: true, characterData: true});
  document.addEventListener('focusin', () => { note(watch.takeRecords()); heard.push(['focus', '']); });
})()"""


@dataclass(frozen=True)
class Node:
    """One thing in the accessibility tree: what it is, what it is called."""

    role: str
    name: str
    properties: dict[str, Any]


class Listener:
    """Hears one page; begins before the page is loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(EAR)
        self._tree = page.context.new_cdp_session(page)

    def heard(self) -> list[tuple[str, str]]:
        """All since the last time, in order; the name of what has the focus now stands with its last change."""
        told = self.page.evaluate("window.heardByEar.splice(0)")
        said = [(kind, " ".join(text.split())) for kind, text in told]
        if said and said[-1][0] == "focus":
            said[-1] = ("focus", self.focused().name)
        return said

    def focused(self) -> Node:
        """What has the focus, as a screen reader names it."""
        (node,) = [node for node in self.tree() if node.properties.get("focused") and node.role != "RootWebArea"]
        return node

    def tree(self) -> list[Node]:
        """All that is there for a screen reader, in order."""
        nodes = self._tree.send("Accessibility.getFullAXTree")["nodes"]
        return [_node(node) for node in nodes if not node["ignored"]]

    def named(self, role: str) -> list[str]:
        """The names of all that have a role."""
        return [node.name for node in self.tree() if node.role == role]


def _node(raw: dict[str, Any]) -> Node:
    properties = {held["name"]: held["value"].get("value") for held in raw.get("properties", ())}
    return Node(raw["role"]["value"], raw.get("name", {}).get("value", ""), properties)
