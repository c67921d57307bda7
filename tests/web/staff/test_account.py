"""One's own account: changing the password, and where one is signed in."""

import pytest

from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser

ACCOUNT, CHANGE, EVERYWHERE = "/portal/account", "/portal/account/password", "/portal/account/sign-out-everywhere"
NEW = "four words none knows"


@pytest.fixture
def browser(app):
    browser = Browser(app)
    browser.enter("jones")
    return browser


@pytest.mark.parametrize("username", ["jones", "ali", "root"])
def test_everybody_has_an_account(app, username):
    """Whatever the role, there is a page, and a way to it from every page."""
    browser = Browser(app)
    browser.enter(username)
    page = browser.get(ACCOUNT)
    assert page.status_code == 200
    assert f"signed in as <strong>{username}</strong>" in page.text
    assert 'href="/portal/account"' in browser.get(ACCOUNT).text


def test_strangers_have_none(app):
    """Whoever is not signed in is asked to."""
    assert Browser(app).get(ACCOUNT).location == "/portal/sign-in?next=/portal/account"


def test_the_password_is_changed(app, browser, store, people):
    """The new one works and the old one does not; every other device is signed out, and this one has a new token."""
    other, before = Browser(app), browser.cookie("mysay_staff")
    other.enter("jones")
    changed = browser.send(ACCOUNT, CHANGE, old=PASSWORD, new=NEW)
    assert "Your password is changed" in browser.get(changed.location).text
    assert browser.cookie("mysay_staff") != before
    assert store.sessions.of(before) is None
    assert other.get("/portal/records").status_code == 302
    assert store.staff.check("jones", PASSWORD) is None
    assert store.staff.check("jones", NEW) == people["jones"]
    assert ("jones", "changed their password") in {(entry.who, entry.did) for entry in store.audit.newest()}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("not the password", NEW, "That is not your password"), ("", NEW, "missing or not right"),
        (PASSWORD, "ab cd ef gh", "at least 12 characters"), (PASSWORD, "password1234", "easily guessed"),
        (PASSWORD, "jones1234567", "at least|guessed"), (PASSWORD, "aaaaaaaaaaaaaaaa", "easily guessed"),
        (PASSWORD, "Qwertyuiop123!", "easily guessed"), (PASSWORD, "schoolschool2026", "easily guessed"),
        (PASSWORD, "x" * 201, "missing or not right"),
    ],
)  # fmt: skip
def test_a_password_is_not_changed_without_the_old_one_nor_into_a_poor_one(browser, store, old, new, why):
    """The page says what is wrong, shows no password again, and all stays as it was."""
    refused = browser.send(ACCOUNT, CHANGE, old=old, new=new)
    assert refused.status_code in {401, 422}
    assert any(part in refused.text for part in why.split("|"))
    assert new not in refused.text
    assert store.staff.check("jones", PASSWORD)
    assert browser.get("/portal/records").status_code == 200


def test_whoever_found_a_screen_open_cannot_guess_the_password(browser):
    """The sixth wrong old password must wait, even if it were right."""
    for _ in range(5):
        browser.send(ACCOUNT, CHANGE, old="a guess", new=NEW)
    held = browser.send(ACCOUNT, CHANGE, old=PASSWORD, new=NEW)
    assert held.status_code == 429
    assert 0 < int(held.headers["Retry-After"]) <= 300


def test_one_sees_where_one_is_signed_in_and_nobody_else(app, browser):
    """Each device by what it is, which is this one, and none of another's."""
    Browser(app, agent="Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/604.1").enter("jones")
    Browser(app, agent="Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0").enter("ali")
    page = browser.get(ACCOUNT).text
    assert "Safari on iPad" in page
    assert page.count("(here)") == 1
    assert "Firefox" not in page


def test_a_device_cannot_put_words_on_the_page(app, browser):
    """What a browser says of itself is not shown: only the names of known ones."""
    Browser(app, agent="<script>alert(1)</script>").enter("jones")
    page = browser.get(ACCOUNT).text
    assert "A program" in page
    assert "alert(1)" not in page


def test_signing_out_everywhere_ends_every_session(app, browser, store, people):
    """Here and on all other devices, but of nobody else."""
    other, colleague = Browser(app), Browser(app)
    other.enter("jones")
    colleague.enter("ali")
    assert browser.send(ACCOUNT, EVERYWHERE).location == "/portal/sign-in"
    assert [b.get("/portal/records").status_code for b in (browser, other, colleague)] == [302, 302, 200]
    assert store.sessions.of_member(people["jones"].id) == []


def test_an_administrator_signs_another_out_everywhere(app, browser, store):
    """Who else is signed in stands on their page; whoever is put out is out at once, and who did it is known."""
    root = Browser(app)
    root.enter("root")
    assert "Sign Mx Jones out everywhere" in root.get(ACCOUNT).text
    done = root.send(ACCOUNT, "/portal/account/sign-out-another", username="jones")
    page = root.get(done.location).text
    assert "They are signed out on every device." in page
    assert "Sign Mx Jones out" not in page
    assert browser.get("/portal/records").location.startswith("/portal/sign-in")
    noted = {(entry.who, entry.did, entry.detail) for entry in store.audit.newest()}
    assert ("root", "signed another out", "jones, 1 sessions") in noted
    assert root.send(ACCOUNT, "/portal/account/sign-out-another", username="nobody").status_code == 404


def test_nobody_else_signs_another_out(app, browser, store):
    """A practitioner sees only where they are themselves."""
    other = Browser(app)
    other.enter("ali")
    assert "Who else is signed in" not in browser.get(ACCOUNT).text
    assert browser.send(ACCOUNT, "/portal/account/sign-out-another", username="ali").status_code == 403
    assert other.get(ACCOUNT).status_code == 200
