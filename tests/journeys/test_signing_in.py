"""Signing in, in a real browser: a code from a telephone, one's own account, and an authority's own sign-in."""

import re
import threading
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from commands.installation import free_port
from operating.settings import Settings
from operating.signing_in import OpenIdSettings, SigningIn
from records.staff import Role
from records.store import Store
from tests.web.staff.authority import CLIENT, SECRET, authority_at_work
from web import create_app

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The pages for staff, without the engine, and an authority that signs Kim in; the address of the first."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret").write_text(SECRET)
    store = Store(home / "mysay.db")
    store.migrate()
    store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)
    with authority_at_work() as authority:
        store.openid.link(store.staff.add("kim", "Kim Lee", Role.PRACTITIONER, None), authority.subject)
        openid = OpenIdSettings(authority.issuer, CLIENT, home / "secret", "Bigshire Council")
        port, signing_in = free_port(), SigningIn(openid=openid)
        app = create_app(Settings(home, port=port, secret_key="only for tests", signing_in=signing_in))
        server = make_server("127.0.0.1", port, app, threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{port}/portal"
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def is_open_to_everyone(page):
    """Nothing is cut off at desk and phone size, and axe finds nothing."""
    assert page.get_by_role("heading", level=1).count() == 1
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {AXE_RULES}}}}})")
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]] == []


def gives_password(page, portal):
    page.goto(f"{portal}/sign-in")
    page.get_by_label("User name").fill("jones")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def types(page, label, words):
    """By keyboard alone."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(words)


def test_a_second_factor_from_setting_it_up_to_losing_the_telephone(portal, page):
    """Set up by keyboard from the account, asked for at the next sign-in, and done without by a recovery code."""
    said = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{portal}/sign-in")
    is_open_to_everyone(page)
    gives_password(page, portal)
    page.get_by_role("link", name="Your account").press("Enter")
    is_open_to_everyone(page)
    page.get_by_role("link", name="Set it up").press("Enter")
    page.wait_for_url("**/second-factor")
    is_open_to_everyone(page)
    assert page.locator(".scan svg").bounding_box()["width"] > 150
    telephone = pyotp.TOTP(page.locator(".key").inner_text().replace(" ", ""))
    types(page, "Your password", PASSWORD)
    types(page, "Code", "000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not match")
    is_open_to_everyone(page)
    types(page, "Your password", PASSWORD)
    types(page, "Code", telephone.now())
    page.keyboard.press("Enter")
    codes = page.locator(".codes li")
    expect(codes).to_have_count(10)
    is_open_to_everyone(page)
    recovery = codes.first.inner_text()
    page.get_by_role("link", name="I have kept them").press("Enter")
    page.get_by_role("button", name="Sign out").press("Enter")

    gives_password(page, portal)
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    is_open_to_everyone(page)
    page.keyboard.type(telephone.now())  # the code that set it up
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("used already|does not match"))
    page.get_by_role("link", name="No telephone at hand?").press("Enter")
    expect(page.get_by_label("Recovery code", exact=True)).to_be_focused()
    is_open_to_everyone(page)
    page.keyboard.type(recovery)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Your account").press("Enter")
    expect(page.get_by_text("You have 9 recovery codes left.")).to_be_visible()
    is_open_to_everyone(page)
    assert said == []


def test_an_authority_s_own_sign_in_leads_there_and_back(portal, page):
    """From another site, with cookies that no other site can send: in, at the page that was wanted, and out again."""
    page.goto(f"{portal}/account")
    page.get_by_role("link", name="Sign in with Bigshire Council").press("Enter")
    page.get_by_role("button", name="Sign in as Jones").press("Enter")
    page.wait_for_url("**/portal/account")
    expect(page.get_by_text("Kim Lee, signed in as kim.")).to_be_visible()
    expect(page.get_by_text("with Bigshire Council").first).to_be_visible()
    is_open_to_everyone(page)
    page.get_by_role("button", name="Sign out", exact=True).press("Enter")
    page.wait_for_url("**left=1")
    is_open_to_everyone(page)
    page.get_by_role("link", name="sign out of Bigshire Council too").press("Enter")
    expect(page.get_by_text("Signed out there too")).to_be_visible()
