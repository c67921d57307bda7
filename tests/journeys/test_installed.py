"""As an app on a tablet: it can be installed, and what it keeps holds no word of anybody."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.engine, pytest.mark.browser]

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const found = [];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) found.push([request.url, await (await store.match(request)).text()]);
  }
  return found;
}"""


def test_the_worker_keeps_the_shell_and_never_a_word(running, visit):
    """After a whole answer, what is kept for the time without a network is style sheets, letters and one empty page."""
    person = visit(running)
    person.start("young_person", called="Zebedee", topic="important")
    person.say("Marzipan lighthouses")
    person.page.goto(f"{person.base}/talk/{person.id}/review")
    kept = person.page.evaluate(KEPT)
    assert len(kept) > 5
    assert not [url for url, _ in kept if "/talk/" in url or "/api/" in url]
    assert not [url for url, text in kept if "Marzipan" in text or "Zebedee" in text]


def test_without_a_network_a_new_page_says_so_kindly(running, visit):
    """Whoever opens the app where there is no network is told that nothing is lost."""
    person = visit(running)
    person.page.goto(person.base)
    person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    person.page.context.set_offline(True)
    person.page.goto(f"{person.base}/resume")
    expect(person.page.locator("h1")).to_have_text(person.words("away_heading"))
    person.faults.clear()  # Chromium notes that there was no network


def test_the_manifest_says_how_it_is_installed(running, visit):
    """A name, a place to start, and a picture that is there."""
    person = visit(running)
    reply = person.page.request.get(f"{person.base}/app.webmanifest")
    assert reply.headers["content-type"].startswith("application/manifest+json")
    manifest = reply.json()
    assert (manifest["name"], manifest["display"]) == ("MySay", "standalone")
    assert person.page.request.get(person.base + manifest["icons"][0]["src"]).status == 200
