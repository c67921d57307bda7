"""The pages for staff served without the engine, for journeys that need no conversation: ready in two seconds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from commands.installation import free_port
from operating.settings import Settings
from operating.signing_in import SigningIn
from records.store import Store
from web import create_app

PASSWORD = "a long enough password"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def portal_at_work(home: Path, signing_in: SigningIn | None = None) -> Iterator[tuple[str, Store]]:
    """The address of the pages, and the store behind them; ended when the test is over."""
    store, port = Store(home / "mysay.db"), free_port()
    store.migrate()
    settings = Settings(home, port=port, secret_key="only for tests", signing_in=signing_in or SigningIn())
    server = make_server("127.0.0.1", port, create_app(settings), threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}/portal", store
    finally:
        server.shutdown()
        server.server_close()


def is_open_to_everyone(page):
    """Nothing is cut off at desk and phone size, and axe finds nothing."""
    assert page.get_by_role("heading", level=1).count() == 1
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {AXE_RULES}}}}})")
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]] == []


def gives_password(page, portal, username="jones"):
    """By the form, ending with Enter."""
    page.goto(f"{portal}/sign-in")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
