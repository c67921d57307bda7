"""Signing in, in a real browser: a code from a telephone, one's own account, and an authority's own sign-in."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from operating.signing_in import OpenIdSettings, SigningIn
from records.staff import Role
from tests.journeys.portal import PASSWORD, gives_password, is_open_to_everyone, portal_at_work
from tests.web.staff.authority import CLIENT, SECRET, authority_at_work

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The pages for staff, and an authority that signs Kim in; the address of the first."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret").write_text(SECRET)
    with authority_at_work() as authority:
        openid = OpenIdSettings(authority.issuer, CLIENT, home / "secret", "Bigshire Council")
        with portal_at_work(home, SigningIn(openid=openid)) as (address, store):
            store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)
            store.openid.link(store.staff.add("kim", "Kim Lee", Role.PRACTITIONER, None), authority.subject)
            yield address


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


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
